"""Keycloak's pages wear Isotherm's look: in light and dark, on a phone, with nothing from afar."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from e2e_axe import SCHEMES, Scheme, breaches
from e2e_sessions import HANG_MS
from e2e_stack import Stack

GROUNDS = {"light": "rgb(245, 246, 248)", "dark": "rgb(12, 15, 20)"}
WIDTHS = {"desktop": {"width": 1280, "height": 720}, "phone": {"width": 390, "height": 844}}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@asynccontextmanager
async def _opened(
    browser: Browser, stack: Stack, scheme: Scheme, width: str
) -> AsyncIterator[tuple[Page, list[str]]]:
    """Give a page at the sign-in form, and the problems that the browser tells of it."""
    context = await browser.new_context(viewport=WIDTHS[width], color_scheme=scheme)
    context.set_default_timeout(HANG_MS)
    page = await context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("requestfailed", lambda request: problems.append(request.url))
    hosts = {urlsplit(stack.frontend).netloc, urlsplit(stack.keycloak).netloc, ""}
    page.on(
        "request",
        lambda asked: problems.append(asked.url) if urlsplit(asked.url).netloc not in hosts else 0,
    )
    await page.goto(f"{stack.frontend}/auth/login")
    await expect(page.locator("#kc-login")).to_be_visible()
    try:
        yield page, problems
    finally:
        await context.close()


async def _looks_like_isotherm(page: Page, scheme: Scheme) -> None:
    body = page.locator("body")
    await expect(body).to_have_css("background-color", GROUNDS[scheme])
    await expect(body).to_have_css("font-family", '"Inter Variable", system-ui, sans-serif')
    await expect(page.locator("h1")).to_have_count(1)
    await expect(page.get_by_role("banner")).to_have_text("Isotherm")
    assert await page.evaluate(OVERFLOW) == 0
    assert await breaches(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
async def test_sign_in_wrong_password_and_sign_out(
    browser: Browser, stack: Stack, scheme: Scheme, width: str
) -> None:
    async with _opened(browser, stack, scheme, width) as (page, problems):
        await expect(page).to_have_title("Sign in to Isotherm")
        await expect(page.locator("h1")).to_have_text("Sign in")
        await _looks_like_isotherm(page, scheme)
        assert await page.evaluate("document.fonts.check('14px \"Inter Variable\"')")
        await page.locator("#username").fill(f"nobody-{scheme}-{width}")
        await page.locator("#password").fill("wrong")
        await page.locator("#kc-login").click()
        wrong = page.get_by_text("The user name or the password is wrong.")
        await expect(wrong).to_be_visible()
        await _looks_like_isotherm(page, scheme)
        await page.goto(f"{stack.realm}/protocol/openid-connect/logout")
        await expect(page.locator("h1")).to_have_text("Sign out")
        await _looks_like_isotherm(page, scheme)
        await page.locator("#kc-logout").click()
        await expect(page.locator("h1")).to_have_text("You are signed out")
        await _looks_like_isotherm(page, scheme)
        assert problems == []
        await page.goto(f"{stack.realm}/protocol/openid-connect/auth?client_id=nobody")
        await expect(page.locator("h1")).to_have_text("This did not work")
        await _looks_like_isotherm(page, scheme)
