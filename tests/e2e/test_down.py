"""A part that is down is named on the page, and the page recovers by itself."""

import asyncio
import contextlib
import json
import os
import signal

import asyncpg
import pytest_asyncio
from playwright.async_api import expect

from e2e_alerts import until_calm
from e2e_stack import LogIn, Stack

# an alert may still be raised of what a test before did to the stack; it has the one banner's place
# until somebody dismisses it
_SAID = """() => {
    document.querySelector('[role="alert"] [aria-label="Dismiss"]')?.click();
    return [...document.querySelectorAll('[role="alert"]')].some(
        banner => banner.checkVisibility() && banner.textContent.includes("Not live since"));
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def calm(owner: asyncpg.Connection) -> None:
    """No alert of what another test did to the stack: it would take the one banner's place."""
    await until_calm(owner)
    await owner.execute("DELETE FROM alert")


def _kill_api(stack: Stack) -> None:
    """End the api that runs now, if one does: the supervisor starts another."""
    recorded = json.loads((stack.home / "processes.json").read_text())["processes"]
    for process in recorded:
        if process["name"] == "api":
            with contextlib.suppress(ProcessLookupError):
                os.kill(process["pid"], signal.SIGKILL)


async def test_the_page_says_that_it_is_not_live_and_recovers(
    log_in: LogIn, stack: Stack, calm: None
) -> None:
    page = await log_in("vera")
    await page.wait_for_selector('[data-live="true"]')
    async with asyncio.TaskGroup() as group:
        shown = group.create_task(page.wait_for_function(_SAID))
        # a quick start of api might end the banner before a busy browser draws it
        while not shown.done():
            _kill_api(stack)
            await asyncio.wait([shown], timeout=0.1)
    banner = page.get_by_role("alert").filter(has_text="Not live since")
    await page.wait_for_selector('[data-live="true"]')
    await expect(banner).to_be_hidden()
    await expect(page.locator("[data-sensor]").first).to_be_visible()
