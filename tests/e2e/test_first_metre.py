"""What devices really say, as people see it: no reading hides another, no probe is mistaken."""

import json
import time

import asyncpg
from playwright.async_api import expect

from e2e_stack import LogIn, Publish

# of its own for each test: a reading that is ahead still waits when the next one runs
EARLY_SENSOR, EARLY_DEVICE = "riverside-clinic/outdoor", "riverside-outdoor"
AHEAD_DEVICE = "riverside-servers"
BROKEN_SENSOR, BROKEN_DEVICE = "riverside-clinic/lab-freezer", "riverside-freezer"
MINUTE = 60_000
_PROBE = """
WITH d AS (SELECT id, site_id FROM device WHERE name = $1),
c AS (INSERT INTO channel (device_id, name, state) SELECT id, $2, 'known' FROM d RETURNING id),
s AS (INSERT INTO sensor (site_id, slug, name, expected_interval_s)
      SELECT site_id, $2, $2, 2 FROM d RETURNING id),
i AS (INSERT INTO installation (channel_id, sensor_id, during)
      SELECT c.id, s.id, tstzrange(now() - interval '1 hour', NULL) FROM c, s)
SELECT id FROM s
"""
"""Another probe of a device, which supplies a sensor of its own that reports every two seconds."""


def said(value: float | str | None, ahead_ms: int = 0) -> str:
    """A reading as its device writes it, `ahead_ms` ahead of this machine's clock."""
    return json.dumps({"value": value, "time": int(time.time() * 1000) + ahead_ms})


async def test_a_clock_that_is_ahead_hides_nothing(log_in: LogIn, publish: Publish) -> None:
    page = await log_in("ada", f"/sensors/{EARLY_SENSOR}")
    value = page.get_by_test_id("latest-value")
    await publish(EARLY_DEVICE, said(4.2, 4 * MINUTE), said(4.3, 50_000), said(19.0))
    await expect(value).to_contain_text("19.0")
    await publish(EARLY_DEVICE, said(19.5))
    await expect(value).to_contain_text("19.5")
    await page.reload()
    await expect(value).to_contain_text("19.5")


async def test_a_lead_is_shown_on_the_page_of_the_device(log_in: LogIn, publish: Publish) -> None:
    await publish(AHEAD_DEVICE, said(5.0, 3 * MINUTE))
    page = await log_in("ada", f"/devices/{AHEAD_DEVICE}")
    await expect(page.get_by_text("leads by")).to_be_visible()


async def test_a_broken_probe_is_a_fault_in_each_of_its_words(
    log_in: LogIn, publish: Publish
) -> None:
    page = await log_in("ada", f"/sensors/{BROKEN_SENSOR}")
    state = page.get_by_test_id("sensor-state")
    for word in ("nan", "N/A", '{"value": -nan, "unit": "C"}', "--", '""'):
        await publish(BROKEN_DEVICE, said(6.0))
        await expect(state).not_to_contain_text("Fault")
        await publish(BROKEN_DEVICE, word)
        await expect(state).to_contain_text("Fault")
    await publish(BROKEN_DEVICE, '{"value": "42.8 °F"}')
    await expect(page.get_by_test_id("latest-value")).to_contain_text("6.0")
    await expect(state).not_to_contain_text("Fault")


async def test_values_that_stay_doubtful_are_a_state_of_their_own(
    log_in: LogIn, publish: Publish, owner: asyncpg.Connection
) -> None:
    """A probe that is gone, and says so by a number: neither in range nor silent."""
    slug = f"doubtful-{int(time.time())}"
    sensor = await owner.fetchval(_PROBE, BROKEN_DEVICE, slug)
    try:
        # those of the next seconds become current one by one
        doubtful = [said(999.0, seconds * 1000) for seconds in range(1, 40, 2)]
        await publish(BROKEN_DEVICE, said(6.0), *doubtful, channel=slug)
        page = await log_in("ada", f"/sensors/riverside-clinic/{slug}")
        await expect(page.get_by_test_id("sensor-state")).to_contain_text("Doubtful values")
        await expect(page.get_by_text("Doubtful values since")).to_contain_text("999.0 °C")
        await expect(page.get_by_test_id("latest-value")).to_contain_text("6.0")
        await page.goto("/?show=suspect")
        await expect(page.get_by_test_id("count-suspect")).to_contain_text("Doubtful")
        await expect(page.get_by_role("link", name=slug)).to_be_visible()
    finally:
        await owner.execute("UPDATE sensor SET archived_at = now() WHERE id = $1", sensor)
