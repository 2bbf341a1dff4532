"""Browser contexts of people who have signed in: a session is made once and lent to many tests."""

import time
from collections.abc import Sequence
from typing import Any

from playwright.async_api import Browser, Page

from e2e_stack import Stack

HANG_MS = 60_000
"""For what should come at once: a machine may be busy."""
_WIDE = {"width": 1440, "height": 900}
_LENT_S = 600
"""Well within Keycloak's idle time of half an hour, after which a session ends."""


class Sessions:
    """The sessions of a stack's people; each of their pages is in a context of its own."""

    def __init__(self, stack: Stack, browser: Browser) -> None:
        self._stack, self._browser = stack, browser
        self._kept: dict[str, tuple[float, Sequence[Any]]] = {}

    async def open(self, username: str, path: str, *, afresh: bool, **options: Any) -> Page:
        """Return a page of a new context, signed in; with `afresh` nobody shares its session."""
        defaults: dict[str, Any] = {"viewport": _WIDE, "base_url": self._stack.frontend}
        context = await self._browser.new_context(**(defaults | options))
        context.set_default_timeout(HANG_MS)
        try:
            return await self._signed_in(await context.new_page(), username, path, afresh)
        except BaseException:
            await context.close()
            raise

    async def _signed_in(self, page: Page, username: str, path: str, afresh: bool) -> Page:
        if afresh:
            await self._pass_form(page, username, path)
        elif cookies := self._cookies_of(username):
            await page.context.add_cookies(cookies)
            await page.goto(f"{self._stack.frontend}{path}")
        else:
            await self._pass_form(page, username, path)
            self._kept[username] = time.monotonic(), await page.context.cookies()
        return page

    def cookies(self) -> dict[str, str]:
        """Return what each cookie of the shared sessions is called, by its value."""
        kept = (cookie for _, cookies in self._kept.values() for cookie in cookies)
        return {str(cookie["value"]): f"cookie {cookie['name']}" for cookie in kept}

    def _cookies_of(self, username: str) -> Sequence[Any]:
        """Return the cookies of a session that was made lately, else none."""
        made_at, cookies = self._kept.get(username, (0.0, ()))
        return cookies if cookies and time.monotonic() - made_at < _LENT_S else ()

    async def _pass_form(self, page: Page, username: str, path: str) -> None:
        """Go to a path and sign in by Keycloak's form, as people do."""
        await page.goto(f"{self._stack.frontend}{path}")
        await (
            page.get_by_role("link", name="Sign in")
            .or_(page.get_by_role("button", name="Sign in"))
            .or_(page.locator("#kc-form-login"))
            .first.wait_for()
        )
        if not await page.locator("#kc-form-login").count():
            await page.get_by_text("Sign in", exact=True).first.click()
        await page.locator("#username").fill(username)
        await page.locator("#password").fill(self._stack.password_of(username))
        await page.locator("#kc-login").click()
        await page.wait_for_url(f"{self._stack.frontend}/**")
