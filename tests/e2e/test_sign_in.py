"""A sign-in that the browser has tampered with is refused, and called so."""

from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.async_api import Page, expect

from e2e_stack import LogIn, Stack


async def _started(page: Page) -> tuple[str, dict[str, str]]:
    """Start a login in this browser; return Keycloak's address and the parameters for it."""
    answer = await page.request.get("/auth/login", max_redirects=0)
    address, _, query = answer.headers["location"].partition("?")
    return address, {name: values[0] for name, values in parse_qs(query).items()}


async def test_a_session_that_outlives_sign_out_is_refused(log_in: LogIn) -> None:
    page = await log_in("vera", afresh=True)
    address, asked = await _started(page)
    asked["scope"] += " offline_access"
    await page.goto(f"{address}?{urlencode(asked)}")
    await expect(page.get_by_text("The sign-in was refused or cancelled.")).to_be_visible()


async def test_another_issuer_is_refused(log_in: LogIn, stack: Stack) -> None:
    page = await log_in("vera", afresh=True)
    _, asked = await _started(page)
    answer = {"code": "code", "state": asked["state"], "iss": "https://elsewhere.example"}
    await page.goto(f"{stack.frontend}/auth/callback?{urlencode(answer)}")
    await expect(page.get_by_text("The sign-in was refused or cancelled.")).to_be_visible()


async def test_a_code_is_sent_to_the_callback_only(log_in: LogIn, stack: Stack) -> None:
    page = await log_in("vera", afresh=True)
    address, asked = await _started(page)
    asked["redirect_uri"] = f"{stack.frontend}/devices"
    await page.goto(f"{address}?{urlencode(asked)}")
    assert urlsplit(page.url).netloc == urlsplit(stack.keycloak).netloc
