"""At phone width a page scrolls down, never sideways."""

from playwright.async_api import expect

from e2e_stack import LogIn

PHONE = {"width": 390, "height": 844}
SITE = "/sites/linden-pharmacy"
SENSOR = "/sensors/linden-pharmacy/spare-probe"
PAGES = (
    ("/", "[data-testid=sensor-row]"),
    (SENSOR, "[data-testid=statistics]"),
    (f"{SENSOR}?tab=settings", "[data-testid=sensor-form]"),
    ("/compare", "[data-testid=nothing-compared]"),
    ("/devices", "[data-testid=devices]"),
    ("/devices/linden-spare", "text=Readings an hour"),
    ("/devices/connect?site=linden-pharmacy", "text=MQTT name"),
    ("/devices/import", "h1"),
    ("/devices/broker", "h1"),
    ("/proposals", "h1"),
    ("/ledger", "h1"),
    ("/sites", "[data-testid=sites]"),
    ("/sites/new", "h1"),
    (SITE, "[role=tabpanel]"),
    (f"{SITE}?tab=sensors", "[data-testid=site-sensors]"),
    (f"{SITE}?tab=access", "text=What a role may do"),
    ("/status", "[data-testid=status]"),
    ("/profile", "h1"),
    ("/about", "[data-testid=versions]"),
)


async def test_no_page_scrolls_sideways(log_in: LogIn) -> None:
    page = await log_in("ada", viewport=PHONE)
    for path, shown in PAGES:
        await page.goto(path)
        await page.wait_for_selector('[data-live="true"]')
        await expect(page.locator(shown).first).to_be_visible()
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], path
