"""A reject that a time zone cures is a reading after the zone is set and the reject replayed."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
from playwright.async_api import expect

from e2e_stack import LogIn, Publish

DEVICE = "riverside-spare"
ZONE = ZoneInfo("Asia/Kathmandu")


async def test_a_time_without_a_zone_is_cured(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    measured = (datetime.now(UTC) - timedelta(hours=5)).replace(second=17, microsecond=0)
    local = measured.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M:%S")
    await publish(DEVICE, json.dumps({"value": 4.125, "time": local}))
    rejected = "SELECT count(*) FROM reject WHERE device_name = $1 AND reason = 'time_without_zone'"
    while not await owner.fetchval(rejected, DEVICE):
        await owner.fetchval("SELECT pg_sleep(0.05)")
    reading = (
        "SELECT value FROM reading JOIN channel ON channel.id = channel_id JOIN device"
        " ON device.id = device_id WHERE device.name = $1 AND measured_at = $2"
    )
    assert await owner.fetchval(reading, DEVICE, measured) is None

    page = await log_in("ada", "/ledger?reason=time_without_zone")
    row = page.get_by_test_id("rejects").get_by_role("row").filter(has_text=DEVICE).first
    await row.click()
    card = page.get_by_test_id("reject-card")
    # the home site's zone is proposed: for this device it is the right one
    await card.get_by_role("button", name="Set time zone").click()
    await expect(card.get_by_test_id("zone-known")).to_contain_text("Asia/Kathmandu")
    await card.get_by_role("button", name="Replay this").click()
    await expect(card).to_contain_text("1 became readings")
    await expect(row).to_contain_text("replayed")
    await expect(page.get_by_test_id("replays")).to_contain_text("one reject")
    assert await owner.fetchval(reading, DEVICE, measured) == 4.125
