"""Detect whether the process stalled, so that messages waited unread in the socket."""

import asyncio
from collections.abc import Callable

from isotherm_ingest.mqtt.arrivals import FRESH

_EVERY_S = 0.5


class StallDetector:
    """Reads the clock regularly; a gap between two reads is a stall.

    `now` returns µs of the wall clock, which goes on while the machine is suspended.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self._now, self._last, self._stalled = now, now(), False

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(_EVERY_S)

    def look(self) -> int:
        """Remember a stall before this moment; return the moment (µs)."""
        now = self._now()
        self._stalled = self._stalled or now - self._last > FRESH
        self._last = now
        return now

    def stalled(self) -> bool:
        """Return whether the process stalled since the last call."""
        stalled, self._stalled = self._stalled, False
        return stalled
