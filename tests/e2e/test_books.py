"""A reading that vanishes behind the ledger's back is said on every page until it is back."""

import asyncpg
from playwright.async_api import expect

from e2e_stack import LogIn, Publish

DEVICE = "harbour-spare"
STORED = (
    "SELECT reading.* FROM reading JOIN channel ON channel.id = channel_id"
    " JOIN device ON device.id = device_id WHERE device.name = $1 ORDER BY measured_at DESC LIMIT 1"
)
COUNT_AGAIN = "DELETE FROM day_check"
OPEN = "SELECT count(*) FROM alert WHERE kind = 'ledger' AND until IS NULL"


async def _until(owner: asyncpg.Connection, query: str, wanted: int) -> None:
    while await owner.fetchval(query) != wanted:
        await owner.fetchval("SELECT pg_sleep(0.1)")


async def test_a_vanished_reading_is_seen(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    await publish(DEVICE, "21.5")
    while (gone := await owner.fetchrow(STORED, DEVICE)) is None:
        await owner.fetchval("SELECT pg_sleep(0.05)")
    key = gone["channel_id"], gone["measured_at"]
    await owner.execute("DELETE FROM reading WHERE (channel_id, measured_at) = ($1, $2)", *key)
    try:
        await owner.execute(COUNT_AGAIN)
        page = await log_in("ada")
        await _until(owner, OPEN, 1)
        await page.reload()
        await expect(page.get_by_test_id("banner-ledger")).to_be_visible()
        answer = await (await page.request.get("/api/v1/watch")).json()
        [difference] = answer["ledger"]["differences"]
        assert difference["kind"] == "rows"
        assert difference["expected"] == difference["found"] + 1
        assert answer["broker"]["connected"]
        assert answer["broker"]["subscription"]
        assert [instance["state"] for instance in answer["instances"]] == ["running"]
    finally:
        await owner.execute("INSERT INTO reading VALUES ($1, $2, $3, $4, $5)", *gone)
    await owner.execute(COUNT_AGAIN)
    await _until(owner, OPEN, 0)
    await page.reload()
    await page.wait_for_selector('[data-live="true"]')
    await expect(page.get_by_test_id("banner-ledger")).to_have_count(0)
