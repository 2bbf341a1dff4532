"""Everyone can see which version of Isotherm runs, whether its parts agree, and what is new."""

import asyncio
import json

from playwright.async_api import Page, Route, expect

from e2e_axe import SCHEMES, breaches
from e2e_stack import LogIn, Stack
from isotherm import __version__
from isotherm_devstack.host.paths import script
from isotherm_releases import changelog

PHONE = {"width": 390, "height": 844}
DIFFER = "Pages and API are of different versions"


async def open_menu(page: Page) -> None:
    await page.wait_for_selector('[data-live="true"]')
    await page.get_by_test_id("account").click()


async def test_everyone_reads_the_version_and_what_is_new(log_in: LogIn) -> None:
    page = await log_in("vera")
    await open_menu(page)
    await page.get_by_role("menuitem", name="About Isotherm").click()
    await expect(page.locator("h1")).to_have_text("About Isotherm")
    release, *_ = releases = changelog.read(changelog.CHANGELOG.read_text())
    facts = page.get_by_test_id("versions").locator("dd")
    await expect(facts.nth(0)).to_have_text(__version__)
    await expect(facts.nth(1)).to_have_text(__version__)
    if release.date is None:
        await expect(facts.nth(2)).to_have_text("not yet")
    await expect(page.get_by_text(DIFFER)).to_have_count(0)
    articles = page.get_by_role("article")
    await expect(articles.locator("h3")).to_have_text([release.version for release in releases])
    lines = sum(len(section.lines) for release in releases for section in release.sections)
    await expect(articles.get_by_role("listitem")).to_have_count(lines)
    # Markdown is shown, not its signs
    text = await page.locator("main").inner_text()
    assert "**" not in text
    assert "`" not in text
    await page.get_by_role("link", name="Help", exact=True).click()
    await page.get_by_role("link", name="About Isotherm").click()
    await expect(page.locator("h1")).to_have_text("About Isotherm")


async def test_administrators_come_from_the_status(log_in: LogIn) -> None:
    page = await log_in("ada", "/status")
    foot = page.get_by_text("answered by")
    await foot.get_by_role("link", name=__version__).click()
    await expect(page.locator("h1")).to_have_text("About Isotherm")
    await page.locator("main").get_by_role("link", name="Status").click()
    await expect(page.get_by_test_id("parts")).to_contain_text(__version__)


async def test_a_new_version_is_announced_once(log_in: LogIn) -> None:
    page = await log_in("vera")
    account = page.get_by_test_id("account")
    await page.wait_for_selector('[data-live="true"]')
    await expect(account).to_have_accessible_name("Account: Vera Novak")
    key = await page.evaluate(
        "() => Object.keys(localStorage).find((key) => key.startsWith('isotherm.version.'))"
    )
    assert await page.evaluate("(key) => localStorage.getItem(key)", key) == __version__

    await page.evaluate("(key) => localStorage.setItem(key, '0.1.0')", key)
    await page.reload()
    await expect(account).to_have_accessible_name(f"Account: Vera Novak, new in {__version__}")
    await open_menu(page)
    item = page.get_by_role("menuitem", name="About Isotherm")
    await expect(item).to_contain_text(f"New in {__version__}")
    await item.press("Enter")
    await expect(page.locator("h1")).to_have_text("About Isotherm")
    await expect(account).to_have_accessible_name("Account: Vera Novak")
    await page.reload()
    await expect(page.get_by_test_id("versions")).to_be_visible()
    await expect(account).to_have_accessible_name("Account: Vera Novak")


async def test_the_page_says_that_an_upgrade_is_under_way(log_in: LogIn) -> None:
    page = await log_in("vera", reduced_motion="reduce")
    answers = [(200, {"version": "9.9.9"}), (404, {"title": "Not found"}), (503, {})]

    async def answer(route: Route) -> None:
        status, document = answers[0]
        await route.fulfill(
            status=status, body=json.dumps(document), content_type="application/json"
        )

    await page.route("**/api/v1/version", answer)
    await page.goto("/about")
    note = page.get_by_role("status").filter(has_text=DIFFER)
    await expect(note).to_contain_text(f"The pages are {__version__}, the API that answered is 9.9")
    await expect(note).to_contain_text("An upgrade is under way")
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        assert await breaches(page) == [], scheme
    await page.set_viewport_size(PHONE)
    assert await breaches(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    del answers[0]
    await note.get_by_role("button", name="Load the page again").click()
    await expect(note).to_contain_text("the API that answered is earlier than 0.2.0")
    del answers[0]
    await page.reload()
    await expect(page.get_by_text("The version of the API is unknown")).to_be_visible()
    await expect(page.get_by_test_id("versions").locator("dd").nth(1)).to_have_text("unknown")
    await expect(note).to_have_count(0)
    await page.unroute("**/api/v1/version")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_test_id("versions").locator("dd").nth(1)).to_have_text(__version__)


async def test_the_server_of_the_pages_says_its_version(stack: Stack) -> None:
    server = await asyncio.create_subprocess_exec(
        script("node"), stack.home / "frontend/server.js", "--version",
        env={}, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await server.communicate()
    assert (server.returncode, said.decode()) == (0, f"isotherm-frontend {__version__}\n")
