"""Awaiting what another process brings about."""

import asyncio
from collections.abc import Awaitable, Callable


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Return once a condition holds that another process brings about."""
    async with asyncio.timeout(60):
        while not await holds():  # noqa: ASYNC110  what the broker does sets no event
            await asyncio.sleep(0.05)
