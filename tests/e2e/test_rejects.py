"""A bad message is among the rejects with its reason, and nothing else has changed."""

import time

import asyncpg
from playwright.async_api import expect

from e2e_stack import LogIn, Publish

DEVICE = "harbour-spare"
HOUR = 3_600_000
LATEST = """
SELECT latest.* FROM latest JOIN channel ON channel.id = channel_id
JOIN device ON device.id = device_id WHERE device.name = $1 ORDER BY channel_id
"""


async def test_a_bad_message_is_shown_with_its_reason(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    count = (
        "SELECT count(*) FROM reading JOIN channel ON channel.id = channel_id"
        " JOIN device ON device.id = device_id WHERE device.name = $1"
    )
    before = await owner.fetchval(count, DEVICE)
    latest = await owner.fetch(LATEST, DEVICE)
    await publish(DEVICE, "-14,2 Celsius")
    while not await owner.fetchval("SELECT count(*) FROM reject WHERE device_name = $1", DEVICE):
        await owner.fetchval("SELECT pg_sleep(0.05)")
    page = await log_in("ada", "/ledger")
    row = page.get_by_role("row").filter(has_text=DEVICE).first
    await expect(row).to_contain_text("-14,2 Celsius")
    await row.click()
    await expect(page.get_by_test_id("why-not")).to_contain_text("today's rules do not understand")
    await expect(page.locator("code").filter(has_text="sensors/harbour-spare/temperature").first
                 ).to_be_visible()  # fmt: skip
    assert await owner.fetchval(count, DEVICE) == before
    assert await owner.fetch(LATEST, DEVICE) == latest
    now = int(time.time() * 1000)
    asked = await page.request.get(f"/api/v1/ledger?from={now - 3_600_000}&to={now + 1_000}")
    answer = await asked.json()
    assert answer["total"]["balanced"] is True
    assert answer["total"]["undecodable"] >= 1

    # the page, the ledger and the list add up over the same hours
    end = now // HOUR * HOUR + HOUR
    span = f"from={end - 24 * HOUR}&to={end}"
    total = (await (await page.request.get(f"/api/v1/ledger?{span}")).json())["total"]
    listed = await (await page.request.get(f"/api/v1/rejects?{span}")).json()
    assert total["rejects"] == total["rejected"] + total["undecodable"]
    assert sum(reason["count"] for reason in listed["counts"]) == total["rejects"]
    for place in ("reject-sum", "rejects-counted"):
        await expect(page.get_by_test_id(place)).to_contain_text(f"= {total['rejects']:,} reject")
