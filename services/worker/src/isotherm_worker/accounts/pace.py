"""Pace commands so that the broker is free at least as long as it was busy with them.

While Mosquitto works on a command of its plugin it serves nobody else: it rewrites its whole file,
1 ms for a few accounts and 110 ms for 10,000. So worker sends one command a message, measures how
long the answer took, and sends the next one no earlier than after the same time again.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

LONG_S = 0.1
"""A page of a listing that takes longer than this is too large."""
SHORT_S = 0.025
SMALLEST_PAGE, FIRST_PAGE, LARGEST_PAGE = 10, 100, 500


class Pace:
    """One command at a time, each after a pause as long as the one before took."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._free_from = clock()
        self._one = asyncio.Lock()

    @asynccontextmanager
    async def command(self) -> AsyncIterator[None]:
        """Wait for the broker's turn, and measure how long the block takes."""
        async with self._one:
            if (wait_s := self._free_from - self._clock()) > 0:
                await self._sleep(wait_s)
            begun = self._clock()
            try:
                yield
            finally:
                ended = self._clock()
                self._free_from = ended + (ended - begun)


def page_after(size: int, took_s: float) -> int:
    """Return how many entries to ask for next, if `size` of them took that many seconds."""
    if took_s > LONG_S:
        return max(SMALLEST_PAGE, size // 2)
    return min(LARGEST_PAGE, size * 2) if took_s < SHORT_S else size
