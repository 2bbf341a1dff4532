"""A page that fails while it is drawn is replaced by one that says so, within the frame."""

import re

from playwright.async_api import expect

from e2e_axe import SCHEMES, breaches
from e2e_stack import LogIn

BROKEN = """
const fixed = Number.prototype.toFixed;
Number.prototype.toFixed = function (digits) {
  if (location.pathname.startsWith("/sensors/") && !window.isMended) throw new RangeError("broken");
  return fixed.call(this, digits);
};
"""
"""Temperatures cannot be written, which a sensor's page does and its frame does not."""
SENSOR = "/sensors/linden-pharmacy/spare-probe"


async def test_a_page_that_fails_offers_ways_on_and_is_reported(log_in: LogIn) -> None:
    page = await log_in("vera", reduced_motion="reduce")
    await page.add_init_script(BROKEN)
    async with page.expect_request("**/page-errors") as reported:
        await page.goto(page.url.rstrip("/") + SENSOR)
        failed = page.get_by_test_id("failed")
        await expect(failed).to_contain_text("This page cannot be shown")
    assert "RangeError: broken" in ((await reported.value).post_data or "")
    await expect(page.get_by_role("navigation").first).to_be_visible()
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        assert await breaches(page) == []

    await page.evaluate("window.isMended = true")
    await failed.get_by_role("button", name="Try again").click()
    await expect(failed).to_have_count(0)
    await expect(page.get_by_test_id("graph")).to_be_visible()

    await page.reload()
    await failed.get_by_role("link", name="Go to overview").click()
    await page.wait_for_url(re.compile(r"//[^/]+/$"))
    await expect(failed).to_have_count(0)
