"""A part that is down is named on the page, and the page recovers by itself."""

import asyncio
import json
import os
import signal

from playwright.async_api import expect

from e2e_stack import LogIn, Stack

_SAID = """() => [...document.querySelectorAll('[role="alert"]')].some(
    each => each.checkVisibility() && each.textContent.includes("Not live since"))"""


async def test_the_page_says_that_it_is_not_live_and_recovers(log_in: LogIn, stack: Stack) -> None:
    page = await log_in("vera")
    await page.wait_for_selector('[data-live="true"]')
    said = json.loads((stack.home / "stack.json").read_text())
    api = next(process["pid"] for process in said["processes"] if process["name"] == "api")
    # looked for at each frame: a quick start of api leaves it there for a second
    async with asyncio.TaskGroup() as group:
        group.create_task(page.wait_for_function(_SAID))
        os.kill(api, signal.SIGKILL)
    banner = page.get_by_role("alert").filter(has_text="Not live since")
    await page.wait_for_selector('[data-live="true"]')
    await expect(banner).to_be_hidden()
    await expect(page.locator("[data-sensor]").first).to_be_visible()
