"""A real Chromium, signed in through the real form, that measures when a page is painted."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import BrowserContext, Page, ViewportSize, async_playwright

from bench.history.stack import Stack
from isotherm_devstack.host.system import require

_WHO = "ada"
_PATIENCE_MS = 60_000
_WIDE = ViewportSize(width=1440, height=900)
_WATCH = """
window.longTasks = [];
new PerformanceObserver(list => window.longTasks.push(...list.getEntries().map(e => e.duration)))
    .observe({ entryTypes: ["longtask"] });
window.painted = ready => new Promise(resolve => {
    const look = () => ready()
        ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
        : requestAnimationFrame(look);
    look();
});
"""
GRAPH = """() => {
    const graph = document.querySelector('[data-testid="graph"][data-drawn="true"]');
    const lines = graph && graph.isothermLines;
    return Boolean(lines && lines.length === LINES && lines.every(l => l.data.time.length > 9));
}"""
ROWS = """() => document.querySelectorAll(
    '[data-testid="sensor-row"] [data-testid="latest-value"]').length > 9"""


@dataclass(slots=True)
class Loaded:
    """Measures of opening a page."""

    ms: float
    script_bytes: int
    """Transferred JavaScript, including headers."""
    long_ms: list[float] = field(default_factory=list)
    """Durations of tasks that blocked the page for more than 50 ms each."""


class Browser:
    """The browser of a signed-in user."""

    def __init__(self, context: BrowserContext, frontend: str) -> None:
        self._context, self._frontend = context, frontend

    @asynccontextmanager
    async def page(self) -> AsyncIterator[Page]:
        """Open a new tab during the block."""
        page = await self._context.new_page()
        try:
            yield page
        finally:
            await page.close()

    async def open(self, page: Page, path: str, ready: str, *, cached: bool) -> Loaded:
        """Open a path; measure from navigation until `ready` (JavaScript) holds and is painted.

        With `cached` false the browser's cache is not used, as on a first visit.
        """
        session = await self._context.new_cdp_session(page)
        scripts: dict[str, int] = {}
        await session.send("Network.enable")
        await session.send("Network.setCacheDisabled", {"cacheDisabled": not cached})

        def responded(event: Any) -> None:
            if event["type"] == "Script":
                scripts[event["requestId"]] = 0

        def finished(event: Any) -> None:
            if event["requestId"] in scripts:
                scripts[event["requestId"]] = int(event["encodedDataLength"])

        session.on("Network.responseReceived", responded)
        session.on("Network.loadingFinished", finished)
        await page.goto(f"{self._frontend}{path}", wait_until="commit")
        ms = await page.evaluate(f"window.painted({ready})")
        # scripts that are still loading count too
        await page.wait_for_load_state("load")
        await page.wait_for_timeout(500)
        long_ms = await page.evaluate("window.longTasks")
        await session.detach()
        return Loaded(ms, sum(scripts.values()), long_ms)


@asynccontextmanager
async def browser(on: Stack) -> AsyncIterator[Browser]:
    """Run the system's Chromium during the block, signed in through Keycloak's form."""
    require("chromium")
    async with async_playwright() as playwright:
        program = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        try:
            context = await program.new_context(viewport=_WIDE, base_url=on.frontend)
            context.set_default_timeout(_PATIENCE_MS)
            await context.add_init_script(_WATCH)
            page = await context.new_page()
            await page.goto(f"{on.frontend}/")
            form = page.locator("#kc-form-login")
            sign_in = page.get_by_text("Sign in", exact=True)
            await form.or_(sign_in).first.wait_for()
            if not await form.count():
                await sign_in.first.click()
            await page.locator("#username").fill(_WHO)
            await page.locator("#password").fill(on.password(_WHO))
            await page.locator("#kc-login").click()
            await page.wait_for_url(f"{on.frontend}/**")
            await page.wait_for_selector('[data-testid="sensor-row"]')
            await page.close()
            yield Browser(context, on.frontend)
        finally:
            await program.close()
