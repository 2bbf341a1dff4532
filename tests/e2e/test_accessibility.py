"""No page breaks a rule that axe-core knows, in light or in dark."""

from playwright.async_api import Page, ViewportSize, expect

from e2e_axe import SCHEMES, breaches, structure
from e2e_stack import LogIn, Publish

PHONE, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1440, height=900)
SITE = "/sites/linden-pharmacy"
SENSOR = "/sensors/linden-pharmacy/spare-probe"
COMPARE = "/compare?sensor=linden-pharmacy/spare-probe&sensor=linden-pharmacy/freezer&before=day"


class InBothSchemes:
    """A page that is examined in light and in dark; every other one is loaded in dark."""

    def __init__(self, page: Page) -> None:
        self._page, self._order = page, SCHEMES

    async def breaches(self) -> list[str]:
        """What axe-core finds, first in the scheme that the page was loaded in; then on a phone.

        Where the other scheme changes nothing but colours, only their rules can find more.
        """
        findings, examined = [], ""
        for scheme in self._order:
            await self._page.emulate_media(color_scheme=scheme)
            await expect(self._page.locator("html")).to_have_attribute(
                "data-mantine-color-scheme", scheme
            )
            before, examined = examined, await structure(self._page)
            same = before == examined
            findings += [f"{scheme}: {finding}" for finding in await self._found(only_colours=same)]
        await self._page.set_viewport_size(PHONE)
        findings += [f"phone: {finding}" for finding in await self._found()]
        await self._page.set_viewport_size(WIDE)
        self._order = self._order[::-1]
        return findings

    async def _found(self, *, only_colours: bool = False) -> list[str]:
        """What axe-core finds; it does not mind a second heading of the page, and we do."""
        headings = await self._page.get_by_role("heading", level=1).count()
        findings = await breaches(self._page, only_colours=only_colours)
        return findings if headings == 1 else [*findings, f"{headings} headings of level 1"]


async def test_every_page_is_accessible(log_in: LogIn) -> None:
    page = await log_in("vera", color_scheme=SCHEMES[0], reduced_motion="reduce")
    both = InBothSchemes(page)
    for path, shown in (
        ("/", "[data-sensor]"),
        ("/?site=linden-pharmacy", "[data-sensor]"),
        (SENSOR, "[data-testid=statistics]"),
        (f"{SENSOR}?tab=table", "[data-testid=series-table]"),
        ("/compare", "[data-testid=nothing-compared]"),
        (COMPARE, "[data-testid=graph][data-drawn=true]"),
        (f"{COMPARE}&tab=table", "[data-testid=series-table]"),
        ("/ledger", "h1"),
        ("/profile", "h1"),
        ("/help", "h1"),
        ("/about", "[data-testid=versions]"),
        ("/help/api", "[data-operation]"),
        ("/sites", "[data-testid=sites]"),
        (SITE, "[role=tabpanel] dl"),
        (f"{SITE}?tab=sensors", "[data-testid=site-sensors]"),
        ("/sites/none", "h1"),
        ("/sensors/linden-pharmacy/none", "h1"),
    ):
        await page.goto(path)
        await page.wait_for_selector('[data-live="true"]')
        await expect(page.locator(shown).first).to_be_visible()
        assert await both.breaches() == [], path


async def test_an_operators_pages_are_accessible(log_in: LogIn, publish: Publish) -> None:
    await publish("harbour-spare", "4.2", "4.3", channel="proposed")
    await publish("harbour-spare", '{"value": 4, "time": "2026-11-23T08:40:00"}')
    page = await log_in("ada", color_scheme=SCHEMES[0], reduced_motion="reduce")
    both = InBothSchemes(page)
    for path, clicks, shown in (
        ("/proposals", ["[data-proposal^=harbour-spare] button"], "[data-testid=install-card]"),
        ("/devices", [], "[data-testid=devices]"),
        ("/devices/harbour-spare", ["text=Edit"], "[data-testid=device-form]"),
        ("/devices/harbour-spare", ["text=New password"], "[data-testid=new-password]"),
        ("/devices/harbour-spare", ["text=Disable"], "[data-testid=disable-device]"),
        (
            "/devices/harbour-spare",
            ["button:text-is('Remove')"],
            "[data-testid=remove-device]",
        ),
        (
            "/devices/harbour-spare",
            ["[data-channel=temperature] button:text-is('Replace')"],
            "[data-testid=replace-device] [role=option]",
        ),
        ("/devices?q=harbour&show=problem", [], "[role=searchbox], input[type=search]"),
        ("/devices/import", [], "textarea"),
        ("/devices/broker", [], "[data-testid=broker-accounts]"),
        ("/status", [], "[data-testid=status]"),
        (SENSOR, ["text=Installations"], "[data-testid=installations]"),
        (
            SENSOR,
            ["text=Installations", "text=Replace device"],
            "[data-testid=replace-device]",
        ),
        (
            "/ledger?reason=time_without_zone",
            ["[data-testid=rejects] tbody button"],
            "[data-testid=reject-card] form",
        ),
    ):
        await page.goto(path)
        await page.wait_for_selector('[data-live="true"]')
        for selector in clicks:
            await page.locator(selector).first.click()
        await expect(page.locator(shown).first).to_be_visible()
        assert await both.breaches() == [], (path, clicks)


async def test_the_pages_of_sites_are_accessible(log_in: LogIn) -> None:
    page = await log_in("ada", color_scheme=SCHEMES[0], reduced_motion="reduce")
    both = InBothSchemes(page)
    for path, clicks, shown in (
        ("/sites/new", ["text=Create site"], "[data-testid=new-site] [role=alert]"),
        (SITE, ["text=Delete site"], "[data-testid=delete-site]"),
        (f"{SITE}?tab=sensors", ["text=Add a sensor"], "[data-testid=add-sensor]"),
        (f"{SITE}?tab=sensors", ["[aria-label='Edit Outdoor']"], "[data-testid=sensor-form]"),
        (f"{SITE}?tab=access", ["text=Grant access"], "[data-testid=grant-card]"),
        (f"{SITE}?tab=access", ["[aria-label^='Take access away']"], "[data-testid=remove-grant]"),
        (f"{SENSOR}?tab=settings", [], "[data-testid=sensor-form]"),
    ):
        await page.goto(path)
        await page.wait_for_selector('[data-live="true"]')
        for selector in clicks:
            await page.locator(selector).first.click()
        await expect(page.locator(shown)).to_be_visible()
        assert await both.breaches() == [], (path, clicks)
    await page.goto(f"{SITE}?tab=access")
    await page.get_by_text("Grant access").first.click()
    await page.get_by_role("combobox", name="Person or group").fill("ni")
    await expect(page.get_by_role("option", name="Nils Berg")).to_be_visible()
    await expect(page.get_by_test_id("who-may-see")).to_be_visible()
    assert await both.breaches() == []


async def test_dialogs_are_accessible(log_in: LogIn) -> None:
    page = await log_in("vera", reduced_motion="reduce")
    await page.wait_for_selector('[data-live="true"]')
    for key, name in (("/", "Search"), ("?", "Keyboard shortcuts")):
        await page.keyboard.press(key)
        dialog = page.get_by_role("dialog", name=name)
        await expect(dialog).to_be_visible()
        assert await breaches(page) == [], name
        await page.keyboard.press("Escape")
        await expect(dialog).to_have_count(0)


async def test_what_opens_over_a_comparison_is_accessible(log_in: LogIn) -> None:
    page = await log_in("vera", COMPARE, reduced_motion="reduce")
    await page.locator("[data-testid=graph][data-drawn=true]").wait_for()
    for button, name in (
        ("Share", "Share"),
        ("Export", "Export readings"),
        ("Add a sensor", "Add sensors"),
    ):
        await page.get_by_role("button", name=button, exact=True).click()
        dialog = page.get_by_role("dialog", name=name)
        await expect(dialog).to_be_visible()
        assert await breaches(page) == [], name
        await page.keyboard.press("Escape")
        await expect(dialog).to_have_count(0)
