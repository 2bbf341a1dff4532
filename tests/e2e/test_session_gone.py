"""A session that ends offers to sign in again, and the view and what was typed are kept."""

from playwright.async_api import Page, expect

from e2e_stack import LogIn, Stack

SENSOR = "/sensors/linden-pharmacy/spare-probe?range=6h"


async def _sign_in(page: Page, stack: Stack, username: str) -> None:
    """Fill Keycloak's form; its own session may have ended as well."""
    await page.locator("#username").fill(username)
    await page.locator("#password").fill(stack.password_of(username))
    await page.locator("#kc-login").click()


async def _end_session(page: Page) -> None:
    """Take the browser's cookies away, of ours and of Keycloak's."""
    await page.context.clear_cookies()


async def test_signing_in_again_returns_to_the_same_view(log_in: LogIn, stack: Stack) -> None:
    page = await log_in("vera", SENSOR, afresh=True)
    await page.wait_for_selector('[data-live="true"]')
    await _end_session(page)
    await page.reload()
    await page.wait_for_url("**/realms/**")
    await _sign_in(page, stack, "vera")
    await page.wait_for_selector('[data-live="true"]')
    assert page.url.endswith(SENSOR)


async def test_a_request_that_meets_the_end_of_the_session_offers_to_sign_in(
    log_in: LogIn, stack: Stack
) -> None:
    page = await log_in("vera", SENSOR, afresh=True)
    await page.wait_for_selector('[data-live="true"]')
    await _end_session(page)
    await (
        page.get_by_role("button", name="24 h", exact=True)
        .or_(page.get_by_text("24 h", exact=True))
        .first.click()
    )
    banner = page.get_by_test_id("banner-signed-out")
    await expect(banner).to_contain_text("Your session ended")
    view = page.url
    await banner.get_by_role("button", name="Sign in again").click()
    await page.wait_for_url("**/realms/**")
    await _sign_in(page, stack, "vera")
    await page.wait_for_selector('[data-live="true"]')
    assert page.url == view


async def test_what_was_typed_stays_while_signing_in_beside(log_in: LogIn, stack: Stack) -> None:
    page = await log_in("ada", "/sites/new", afresh=True)
    await page.wait_for_selector('[data-live="true"]')
    name = page.get_by_label("Name", exact=True)
    await name.fill("Kept over a sign-in")
    await _end_session(page)
    await page.locator('main button[type="submit"]').click()
    dialog = page.get_by_test_id("session-dialog")
    await expect(dialog).to_contain_text("what you typed stays here")
    async with page.context.expect_page() as opened:
        await dialog.get_by_role("button", name="Sign in again").click()
    beside = await opened.value
    await beside.wait_for_url("**/realms/**")
    await _sign_in(beside, stack, "ada")
    await expect(dialog).to_be_hidden()
    await page.wait_for_selector('[data-live="true"]')
    await expect(name).to_have_value("Kept over a sign-in")
