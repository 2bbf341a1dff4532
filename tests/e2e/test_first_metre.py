"""What devices really say, as people see it: no reading hides another, no probe is mistaken."""

import json
import time

from playwright.async_api import expect

from e2e_stack import LogIn, Publish

# of its own for each test: a reading that is ahead still waits when the next one runs
EARLY_SENSOR, EARLY_DEVICE = "riverside-clinic/outdoor", "riverside-outdoor"
AHEAD_DEVICE = "riverside-servers"
BROKEN_SENSOR, BROKEN_DEVICE = "riverside-clinic/lab-freezer", "riverside-freezer"
MINUTE = 60_000


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
