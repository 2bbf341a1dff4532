"""Waiting for an event, but not for ever."""

import asyncio


async def wait_set(event: asyncio.Event, timeout_s: float) -> bool:
    """Wait until the event is set; return False if `timeout_s` seconds pass first."""
    try:
        async with asyncio.timeout(timeout_s):
            return await event.wait()
    except TimeoutError:
        return False
