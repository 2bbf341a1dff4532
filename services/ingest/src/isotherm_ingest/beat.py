"""The beat: whether the process stood still, so that messages waited unread in the socket."""

import asyncio
from collections.abc import Callable

from isotherm_ingest.ticks import FRESH

_EVERY_S = 0.5


class Beat:
    """Notes that the loop turns. `now` gives µs of the wall clock, which goes on in a suspended
    machine, too."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now, self._last, self._stood = now, now(), False

    async def run(self) -> None:
        """Beats until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(_EVERY_S)

    def look(self) -> int:
        """Notes a standstill before this moment, and gives the moment."""
        now = self._now()
        self._stood = self._stood or now - self._last > FRESH
        self._last = now
        return now

    def stood_still(self) -> bool:
        """Whether it did since this was last asked."""
        stood, self._stood = self._stood, False
        return stood
