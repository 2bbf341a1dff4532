"""The flusher: writes latest and the news of devices beside the batches, at most once a second.

With very many channels less often, so that it never takes more than a tenth of the time.
"""

import asyncio
import logging
import time

from isotherm.trouble import Trouble
from isotherm_ingest.devices import Devices
from isotherm_ingest.latest import Latest
from isotherm_ingest.link import AWAY, Backoff, Link

log = logging.getLogger(__name__)

PERIOD_S = 1.0
_LEAST_REST = 9
"""Of a flush's own time: with very many channels it takes no more than a tenth of the database."""
_LOOK_S = 0.05
_LAST_FLUSH_S = 3.0


class Flusher:
    """Owns the second connection; a database that is away costs waiting, nothing else."""

    def __init__(self, link: Link, latest: Latest, devices: Devices, now_us: int) -> None:
        self._link, self._latest, self._devices, self._now_us = link, latest, devices, now_us
        self._due = 0.0

    async def run(self) -> None:
        """Finds what a crash left unwritten, flushing between, then flushes until cancelled."""
        backoff, rebuilding = Backoff(), True
        trouble = Trouble(log, "latest is not written", "latest is written again")
        while True:
            began = time.monotonic()
            try:
                if rebuilding:
                    rebuilding = await self._latest.rebuild(await self._link.get(), self._now_us)
                if time.monotonic() >= self._due:
                    await self.flush()
                trouble.over()
                backoff.reset()
            except AWAY as error:
                self._link.drop()
                trouble.came(error)
                await asyncio.sleep(backoff.next_s())
                continue
            rest = _LEAST_REST * (time.monotonic() - began)
            await asyncio.sleep(rest if rebuilding else _LOOK_S)

    async def flush(self) -> None:
        """Writes what waits; raises one of AWAY."""
        if not self.waiting:
            return
        began = time.monotonic()
        if self._latest.waiting:
            await self._latest.flush(await self._link.get())
        if self._devices.waiting:
            await self._devices.flush(await self._link.get())
        ended = time.monotonic()
        self._due = ended + max(PERIOD_S, _LEAST_REST * (ended - began))

    @property
    def waiting(self) -> bool:
        """Whether there is something to write."""
        return self._latest.waiting or self._devices.waiting

    async def finish(self) -> None:
        """A last flush at the end; what it cannot write the next start finds."""
        try:
            async with asyncio.timeout(_LAST_FLUSH_S):
                while self.waiting:
                    await self.flush()
        except AWAY as error:
            log.info("latest is left to the next start", extra={"error": repr(error)})
        self._link.drop()
