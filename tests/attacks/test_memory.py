"""The frontend holds no memory for requests that it has answered."""

import asyncio
import os
import signal
from pathlib import Path

import httpx

from attack_sizes import Sizes
from e2e_stack import Stack
from isotherm_devstack.host.paths import script
from sign_in import session_cookies, signed_in

MEASURE = Path(__file__).parent.parent / "support" / "live_memory.mjs"
REQUESTS = (
    ("/", "text/html"),
    ("/devices", "text/html"),
    ("/sensors/linden-pharmacy/vaccine-fridge-1", "text/html"),
    ("/compare", "text/html"),
    ("/api/v1/overview", "application/json"),
    ("/api/v1/devices/nobody-%d", "application/json"),
    ("/nowhere-%d", "text/html"),
)
AT_ONCE = 8
PER_REQUEST = 4_000
"""Bytes. A page whose request was kept cost 180,000."""


async def held(stack: Stack) -> int:
    """Return the bytes that the frontend holds after garbage collection."""
    os.kill(stack.pid("frontend"), signal.SIGUSR1)
    measure = await asyncio.create_subprocess_exec(
        script("node"), str(MEASURE), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await measure.communicate()
    return int(output)


async def load(client: httpx.AsyncClient, sessions: list[dict[str, str]], rounds: int) -> int:
    """Ask for every page and path in each session; return how many requests were answered."""
    slots, answered = asyncio.Semaphore(AT_ONCE), 0

    async def ask(number: int, cookies: dict[str, str]) -> None:
        nonlocal answered
        path, accept = REQUESTS[number % len(REQUESTS)]
        sent = "; ".join(f"{name}={text}" for name, text in cookies.items())
        async with slots:
            answer = await client.get(
                path.replace("%d", str(number)), headers={"cookie": sent, "accept": accept}
            )
        assert answer.status_code in (200, 404), f"{path}: {answer.status_code}"
        answered += 1

    for turn in range(rounds):
        numbers = enumerate(sessions, turn * len(sessions))
        await asyncio.gather(*(ask(number, cookies) for number, cookies in numbers))
    return answered


async def test_memory_does_not_grow_with_requests(stack: Stack, sizes: Sizes) -> None:
    people, sessions = ("vera", "omar", "mira", "nils", "ada"), []
    for number in range(sizes.sessions):
        async with signed_in(stack, people[number % len(people)]) as client:
            sessions.append(session_cookies(client))
    async with httpx.AsyncClient(base_url=stack.frontend, timeout=60, trust_env=False) as client:
        await load(client, sessions, max(1, 300 // len(sessions)))
        before = await held(stack)
        answered = await load(client, sessions, sizes.pages)
        grown = await held(stack) - before
    assert grown < 6_000_000 + answered * PER_REQUEST, f"{grown:,} of {before:,} bytes"
