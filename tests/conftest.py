"""Running stacks and one real browser for all tests; each page has a context of its own."""

import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from e2e_sessions import HANG_MS, Sessions
from e2e_stack import LogIn, Publish, Stack
from isotherm.names import topic
from isotherm.process.connections import connect
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.process import Command, Process
from isotherm_devstack.host.system import browser_program, require
from isotherm_devstack.parts.prometheus import Prometheus
from isotherm_devstack.testing.prometheus import Answers, started

expect.set_options(timeout=HANG_MS)


_LAST = "test_logs.py"
"""It reads what all other tests of a session have caused."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that read logs last, after they were put into a random order."""
    items.sort(key=lambda item: item.path.name == _LAST)


@asynccontextmanager
async def _started(home: Path, option: str, traces: Mapping[str, str]) -> AsyncIterator[Stack]:
    """A stack with its state in `home`, stopped at the end."""
    cli = (sys.executable, "-m", "isotherm_devstack.cli", "--state", str(home))
    log = home.parent / "up.log"
    up = Process(Command("up", (*cli, "up", "--detach", option), log, env=traces))
    await up.start()
    if await up.wait() != 0:
        pytest.fail(f"the stack did not come up:\n{log.read_text()}")
    try:
        yield _described(home)
    finally:
        down = Process(Command("down", (*cli, "down"), home.parent / "down.log"))
        await down.start()
        await down.wait()


def _described(home: Path) -> Stack:
    return Stack(json.loads((home / "stack.json").read_text()), home)


@pytest.fixture(scope="session")
def traces() -> Mapping[str, str]:
    """Where the parts of a stack record traces: on stderr, so in their logs."""
    return {"ISOTHERM_OTLP_ENDPOINT": "console"}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stack(
    tmp_path_factory: pytest.TempPathFactory, traces: Mapping[str, str]
) -> AsyncIterator[Stack]:
    """The whole system with a state of its own, without the simulator: silence until we speak.

    With ISOTHERM_STACK, the state folder of a stack that runs already, that one is used and left.
    """
    if running := os.environ.get("ISOTHERM_STACK"):
        yield _described(Path(running))
        return
    home = tmp_path_factory.mktemp("stack") / "state"
    async with _started(home, "--no-simulate", traces) as stack:
        yield stack


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def empty_stack(
    tmp_path_factory: pytest.TempPathFactory, traces: Mapping[str, str]
) -> AsyncIterator[Stack]:
    """A system as after an installation: one administrator, ada, and nothing else.

    With ISOTHERM_EMPTY_STACK, the state folder of one that runs already, that one is used and left.
    """
    if running := os.environ.get("ISOTHERM_EMPTY_STACK"):
        yield _described(Path(running))
        return
    async with _started(tmp_path_factory.mktemp("empty") / "state", "--empty", traces) as stack:
        yield stack


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def prometheus(
    stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Answers]:
    """A Prometheus with the chart's jobs and rules, which reads the stack's parts."""
    parts = ("ingest", "worker", "api", "frontend")
    home = tmp_path_factory.mktemp("prometheus")
    server = Prometheus(
        home / "data",
        free_port(),
        home / "prometheus.log",
        {part: stack.port(f"{part}_management") for part in parts},
        interval_s=1,
    )
    async with started(server) as answers:
        yield answers


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium; Playwright's own download is not needed."""
    require("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=browser_program(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sessions(stack: Stack, browser: Browser) -> Sessions:
    """The sessions that tests share."""
    return Sessions(stack, browser)


@asynccontextmanager
async def _signing_in(sessions: Sessions) -> AsyncIterator[LogIn]:
    contexts = []

    async def log_in(
        username: str, path: str = "/", *, afresh: bool = False, **options: object
    ) -> Page:
        page = await sessions.open(username, path, afresh=afresh, **options)
        contexts.append(page.context)
        return page

    try:
        yield log_in
    finally:
        for context in contexts:
            await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def log_in(sessions: Sessions) -> AsyncIterator[LogIn]:
    """`page = await log_in("vera")`: a page of a fresh browser context, signed in.

    Tests share a person's session. One that ends it, or looks at the sign-in itself, asks for its
    own with `afresh=True`, past Keycloak's form.
    """
    async with _signing_in(sessions) as log_in:
        yield log_in


@pytest_asyncio.fixture(loop_scope="session")
async def log_in_empty(empty_stack: Stack, browser: Browser) -> AsyncIterator[LogIn]:
    """As `log_in`, at the empty system."""
    async with _signing_in(Sessions(empty_stack, browser)) as log_in:
        yield log_in


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
