"""What is refused of a sensor's channel is shown on the sensor's page, and leads to the rejects."""

import json
import time

from playwright.async_api import expect

from e2e_stack import LogIn, Publish

SENSOR, DEVICE = "linden-pharmacy/spare-probe", "linden-spare"


async def test_a_second_value_for_an_instant_shows_on_the_sensors_page(
    log_in: LogIn, publish: Publish
) -> None:
    at = int(time.time()) - 60
    await publish(DEVICE, *(json.dumps({"value": value, "time": at}) for value in (4.1, 4.2)))

    page = await log_in("vera", f"/sensors/{SENSOR}")
    panel = page.get_by_test_id("refusals")
    await expect(panel).to_contain_text("of the last 24 h", timeout=60_000)
    conflict = panel.locator('[data-reason="conflict"]')
    await expect(conflict).to_contain_text("Conflicting value for the same time")
    await expect(conflict).to_contain_text("Send milliseconds; do two probes share a channel?")
    assert await panel.get_by_role("link").count() == 0

    page = await log_in("ada", f"/sensors/{SENSOR}")
    await page.get_by_role("link", name=f"Show the rejects of {DEVICE}").click()
    await expect(page.get_by_role("heading", name=f"Rejects of {DEVICE}")).to_be_visible()
    rows = page.get_by_test_id("rejects").get_by_role("row")
    await expect(rows.nth(1)).to_contain_text(DEVICE)
    await page.get_by_role("button", name="Show all devices").click()
    await expect(page.get_by_role("heading", name="Rejects", exact=True)).to_be_visible()
