"""A device is replaced behind its sensor, also later than it happened; the history stays one."""

import json
import time

import asyncpg
from playwright.async_api import expect

from e2e_stack import LogIn, Publish

MINUTE = 60_000
SENSOR = "northgate-cold-store/spare-probe"
OLD, NEW = "northgate-spare", "spare-2"


async def test_a_device_is_replaced_late(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    now = int(time.time() * 1000) // MINUTE * MINUTE
    before, after = now - 60 * MINUTE, now - 20 * MINUTE
    await publish(OLD, json.dumps({"value": 3.0, "time": before}))
    await publish(OLD, json.dumps({"value": 5.0, "time": after}), channel=NEW)
    stored = "SELECT count(*) FROM latest JOIN channel ON channel.id = channel_id WHERE name = $1"
    while not await owner.fetchval(stored, NEW):
        await owner.fetchval("SELECT pg_sleep(0.05)")

    page = await log_in("mira", f"/sensors/{SENSOR}")
    await page.get_by_role("tab", name="Installations").click()
    await page.get_by_role("button", name="Replace device").click()
    card = page.get_by_test_id("replace-device")
    await card.get_by_placeholder("Type a name").click()
    await page.get_by_role("option", name=OLD).click()
    await card.get_by_label("Channel").select_option(NEW)
    await card.get_by_role("button", name="At a past time").click()
    # half an hour ago, as the wall clock of the site shows it
    at = await page.evaluate(
        "at => new Date(at).toLocaleString('sv', {timeZone: 'America/Chicago'})"
        ".slice(0, 16).replace(' ', 'T')",
        now - 30 * MINUTE,
    )
    await card.get_by_label("From", exact=True).fill(at)
    await expect(card).to_contain_text(f"{OLD}/temperature")
    await card.get_by_role("button", name="Replace", exact=True).click()
    await expect(card).to_have_count(0)
    rows = page.get_by_test_id("installations").locator("tbody tr")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text(f"{OLD} / {NEW}")

    asked = await page.request.get(
        f"/api/v1/series?sensor={SENSOR}&from={before - 1}&to={now}&points=100"
    )
    (series,) = (await asked.json())["sensors"]
    assert [v for v in series["avg"] if v is not None] == [3.0, 5.0]
