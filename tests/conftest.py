"""One running stack and one real browser for all tests; each test logs in for itself."""

import json
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from e2e_stack import LogIn, Publish, Stack
from isotherm.names import topic
from isotherm.process.connections import connect
from isotherm_devstack.host.process import Command, Process
from isotherm_devstack.host.system import require

HANG_MS = 60_000
"""For what should come at once: a machine may be busy."""
expect.set_options(timeout=HANG_MS)
WIDE = {"width": 1440, "height": 900}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """The whole system with a state of its own, without the simulator: silence until we speak.

    With ISOTHERM_STACK, the state folder of a stack that runs already, that one is used and left.
    """
    running = os.environ.get("ISOTHERM_STACK")
    if running:
        yield Stack(json.loads((Path(running) / "stack.json").read_text()), Path(running))
        return
    home = tmp_path_factory.mktemp("stack") / "state"
    cli = (sys.executable, "-m", "isotherm_devstack.cli", "--state", str(home))
    log = home.parent / "up.log"
    up = Process(Command("up", (*cli, "up", "--detach", "--no-simulate"), log))
    await up.start()
    if await up.wait() != 0:
        pytest.fail(f"the stack did not come up:\n{log.read_text()}")
    try:
        yield Stack(json.loads((home / "stack.json").read_text()), home)
    finally:
        down = Process(Command("down", (*cli, "down"), home.parent / "down.log"))
        await down.start()
        await down.wait()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium; Playwright's own download is not needed."""
    require("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def log_in(stack: Stack, browser: Browser) -> AsyncIterator[LogIn]:
    """`page = await log_in("vera")`: a page of a fresh browser context, past Keycloak's form."""
    contexts = []

    async def log_in(username: str, path: str = "/", **options: object) -> Page:
        context = await browser.new_context(
            **({"viewport": WIDE, "base_url": stack.frontend} | options)
        )
        context.set_default_timeout(HANG_MS)
        contexts.append(context)
        page = await context.new_page()
        await page.goto(f"{stack.frontend}{path}")
        await (
            page.get_by_role("link", name="Sign in")
            .or_(page.get_by_role("button", name="Sign in"))
            .or_(page.locator("#kc-form-login"))
            .first.wait_for()
        )
        if not await page.locator("#kc-form-login").count():
            await page.get_by_text("Sign in", exact=True).first.click()
        await page.locator("#username").fill(username)
        await page.locator("#password").fill(stack.password_of(username))
        await page.locator("#kc-login").click()
        await page.wait_for_url(f"{stack.frontend}/**")
        return page

    try:
        yield log_in
    finally:
        for context in contexts:
            await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def owner(stack: Stack) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the owner role, to look at what is stored."""
    connection = await connect(stack.dsn, application="e2e")
    yield connection
    await connection.close()


@pytest.fixture
def publish(stack: Stack) -> Publish:
    """`await publish(device, payload)`: one QoS 1 message by the device's own credentials."""

    async def publish(device: str, *payloads: str | bytes, channel: str = "temperature") -> None:
        async with stack.device(device) as client:
            for payload in payloads:
                await client.publish(topic(device, channel), payload, qos=1, timeout=60)

    return publish
