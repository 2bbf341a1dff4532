"""A page opened without a connection is ours, holds nothing of anybody, and opens by itself."""

import asyncio
import contextlib
import json
import os
import signal

from playwright.async_api import Page, expect

from e2e_stack import LogIn, Stack

_KEPT = """async () => {
    const kept = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
            kept.push(new URL(request.url).pathname);
    return kept;
}"""
_CONTROLLED = "() => navigator.serviceWorker.controller !== null"


async def _shell(page: Page) -> None:
    """Wait until the page has data and the service worker looks after its navigations."""
    await page.wait_for_selector('[data-live="true"]')
    await page.wait_for_function(_CONTROLLED)


def _kill_frontend(stack: Stack) -> None:
    """End the frontend that runs now, if one does: the supervisor starts another."""
    recorded = json.loads((stack.home / "processes.json").read_text())["processes"]
    for process in recorded:
        if process["name"] == "frontend":
            with contextlib.suppress(ProcessLookupError):
                os.kill(process["pid"], signal.SIGKILL)


async def test_a_page_opened_offline_says_so_and_opens_when_the_connection_is_back(
    log_in: LogIn,
) -> None:
    page = await log_in("vera")
    await _shell(page)
    await page.context.set_offline(True)
    await page.goto("/sensors/linden-pharmacy/spare-probe?range=6h")
    offline = page.get_by_test_id("offline")
    await expect(offline.get_by_role("heading", name="No connection")).to_be_visible()
    await expect(offline).to_contain_text("The last connection was at")
    assert "vera" not in (await page.content()).lower()
    await page.context.set_offline(False)
    await page.wait_for_selector('[data-live="true"]')
    assert page.url.endswith("/sensors/linden-pharmacy/spare-probe?range=6h")
    assert await page.evaluate(_KEPT) == ["/offline"]


async def test_going_to_another_page_without_a_connection_is_no_error_of_the_browser(
    log_in: LogIn,
) -> None:
    page = await log_in("vera")
    await _shell(page)
    await page.context.set_offline(True)
    await page.wait_for_selector("html[data-not-live]")
    await page.get_by_role("link", name="Compare").first.click()
    await expect(
        page.get_by_test_id("offline").or_(page.get_by_test_id("stay-offline"))
    ).to_be_visible()
    await page.context.set_offline(False)
    await page.wait_for_selector('[data-live="true"]')


async def test_a_frontend_that_is_down_is_no_error_of_the_browser(
    log_in: LogIn, stack: Stack
) -> None:
    page = await log_in("vera")
    await _shell(page)
    async with asyncio.TaskGroup() as group:
        shown = group.create_task(page.get_by_test_id("offline").wait_for())
        while not shown.done():
            _kill_frontend(stack)
            with contextlib.suppress(Exception):
                await page.goto("/profile", timeout=5_000)
            await asyncio.wait([shown], timeout=0.1)
    await page.wait_for_selector('[data-live="true"]')
    assert page.url.endswith("/profile")
