"""Administrators read on one page how Isotherm itself is, and what to do."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from playwright.async_api import expect

from e2e_stack import LogIn
from isotherm import __version__


@pytest_asyncio.fixture(loop_scope="session")
async def failed_backup(owner: asyncpg.Connection) -> AsyncIterator[None]:
    """A backup that failed just now, as the backup itself writes it."""
    row = await owner.fetchval(
        "INSERT INTO backup_run (name, started_at, finished_at, ok, message)"
        " VALUES ('x', now(), now(), false, 'no space left on device') RETURNING id"
    )
    yield
    await owner.execute("DELETE FROM backup_run WHERE id = $1", row)


async def test_the_status_shows_what_runs_and_what_is_wrong(
    log_in: LogIn, failed_backup: None
) -> None:
    page = await log_in("ada", "/")
    rail = page.get_by_role("navigation", name="Pages and sites")
    await rail.get_by_role("link", name="Status").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Status")
    status = page.get_by_test_id("status")
    await expect(status).to_have_attribute("data-state", "critical")

    failed = (
        page.get_by_role("list", name="To act on")
        .get_by_role("listitem")
        .filter(has_text="The last backup failed")
    )
    await expect(failed).to_contain_text("No space left on device. There is no good one")
    runbook = failed.get_by_role("link", name="What to do")
    await expect(runbook).to_have_attribute(
        "href", "https://github.com/isotherm/isotherm/blob/main/docs/runbooks/backup-failed.md"
    )

    parts = page.get_by_test_id("parts")
    for part in ("api", "ingest", "worker"):
        row = parts.locator(f'[data-part="{part}"][data-state="running"]').first
        await expect(row).to_contain_text(__version__)

    await expect(page.get_by_role("region", name="Broker")).to_contain_text("mosquitto version 2")
    database = page.get_by_role("region", name="Database")
    await expect(database).to_contain_text("PostgreSQL")
    await expect(database).to_contain_text("raw readings 400 days")

    operator = await log_in("omar", "/status")
    await expect(operator.get_by_role("heading", level=1)).to_have_text(
        "The status is for administrators"
    )
    rail = operator.get_by_role("navigation", name="Pages and sites")
    await expect(rail.get_by_role("link", name="Devices")).to_be_visible()
    await expect(rail.get_by_role("link", name="Status")).to_have_count(0)

    # api writes down every 15 s which frontends asked, and the page asks again every 15 s
    frontend = parts.locator('[data-part="frontend"][data-state="running"]').first
    await expect(frontend).to_contain_text(__version__, timeout=60_000)
