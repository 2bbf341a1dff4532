"""What the broker lost is on every page until each person has taken note of it."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio
from playwright.async_api import expect

from e2e_alerts import until_calm
from e2e_stack import LogIn

WORDS = "The broker dropped 112 messages"


@pytest_asyncio.fixture(loop_scope="session")
async def loss(owner: asyncpg.Connection) -> AsyncIterator[None]:
    """112 dropped messages as worker notes them when the broker's counter rises; nothing else."""
    await until_calm(owner)
    drop = await owner.fetchval(
        "INSERT INTO broker_drop (since, until, count)"
        " VALUES (now() - interval '6 minutes', now() - interval '3 minutes', 112) RETURNING id"
    )
    yield
    await owner.execute("DELETE FROM broker_drop WHERE id = $1", drop)
    while await owner.fetchval("SELECT count(*) FROM alert WHERE kind = 'lost' AND until IS NULL"):
        await owner.fetchval("SELECT pg_sleep(0.05)")
    await owner.execute("DELETE FROM alert WHERE kind = 'lost'")


async def test_a_loss_is_said_once_to_each_person(log_in: LogIn, loss: None) -> None:
    page = await log_in("ada")
    banner = page.get_by_test_id("banner-lost")
    await expect(banner).to_contain_text(WORDS)
    # it was there before the page: a live region is for what becomes wrong while the page is open
    await expect(page.locator("main").get_by_role("alert")).to_have_count(0)
    await banner.get_by_role("link", name="See the ledger").click()
    await expect(page.locator('[data-fact="dropped"]')).to_contain_text("112")
    await banner.get_by_role("button", name="Dismiss").click()
    await expect(banner).to_have_count(0)
    await page.goto("/")
    await page.wait_for_selector('[data-live="true"]')
    async with page.expect_response("**/api/v1/watch"):
        await page.reload()
    await page.wait_for_selector('[data-live="true"]')
    await expect(banner).to_have_count(0)

    # she sees one site, and the numbers are those of all sites
    other = (await log_in("vera")).get_by_test_id("banner-lost")
    await expect(other).to_contain_text("The broker dropped messages")
    await expect(other).not_to_contain_text("112")
