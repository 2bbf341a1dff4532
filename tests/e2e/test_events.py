"""Administrators read what was wrong with the system, and for how long."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from playwright.async_api import expect

from e2e_stack import LogIn


@pytest_asyncio.fixture(loop_scope="session")
async def outage(owner: asyncpg.Connection) -> AsyncIterator[None]:
    """An interruption of eight minutes, two hours ago."""
    row = await owner.fetchval(
        "INSERT INTO alert (kind, cause, since, until, detail) VALUES ('blind', 'ingest',"
        " now() - interval '128 min', now() - interval '120 min',"
        " 'No ingest was collecting readings from the broker.') RETURNING id"
    )
    yield
    await owner.execute("DELETE FROM alert WHERE id = $1", row)


async def test_events_are_listed_for_administrators(log_in: LogIn, outage: None) -> None:
    page = await log_in("ada", "/ledger")
    await expect(page.get_by_test_id("banner-blind")).to_have_count(0)
    await page.get_by_role("link", name="System events").click()
    row = page.locator('[data-testid="events"] [data-kind="blind"]').first
    await expect(row).to_contain_text("No ingest was collecting")
    await expect(row).to_contain_text("8\u00a0min")
    await page.get_by_role("group", name="Kind").get_by_text("Queue").click()
    await expect(row).to_have_count(0)

    viewer = await log_in("vera", "/events")
    await expect(viewer.get_by_role("heading", level=1)).to_contain_text("for administrators")
