"""The flusher: writes the latest readings and news of devices, at most once a second.

With many channels it writes less often, so that it takes at most a tenth of the time.
"""

import asyncio
import logging
import time

from isotherm.process.background import Job
from isotherm.process.connections import LONG_STATEMENT_S, Link
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm_ingest.latest.devices import Devices
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.links import dropped_on_error

log = logging.getLogger(__name__)

PERIOD_S = 1.0
_REST_FACTOR = 9
"""Rest after a flush, as a multiple of the time it took."""
_CHECK_S = 0.05
_LAST_FLUSH_S = 3.0
_WITHIN_S = 4 * LONG_STATEMENT_S
"""How long a step can legitimately last; health says if it lasts longer."""


class Flusher:
    """Writes over its own connection; after a failure everything waits for the next attempt."""

    def __init__(
        self,
        link: Link,
        latest: Latest,
        devices: Devices,
        started_at: int,
        job: Job | None = None,
    ) -> None:
        """`started_at` is in µs since 1970."""
        self._link, self._latest, self._devices = link, latest, devices
        self._started_at = started_at
        self._due, self._rest_s, self._rebuilding = 0.0, 0.0, True
        outage = Outage(
            log, "cannot write latest readings, trying again", "latest readings written again"
        )
        self._recovery = Recovery(outage, job or Job("flusher"))

    async def run(self) -> None:
        """Rebuild what a crash left unwritten, flushing in between; then flush until cancelled."""
        await keep(self._step, self._recovery, rest_s=lambda: self._rest_s, within_s=_WITHIN_S)

    async def _step(self) -> None:
        """Rebuild the next channels, if any are left, and flush if it is due."""
        began = time.monotonic()
        if self._rebuilding:
            with dropped_on_error(self._link):
                connection = await self._link.get()
                self._rebuilding = await self._latest.rebuild(connection, self._started_at)
        if time.monotonic() >= self._due:
            await self.flush()
        worked_s = time.monotonic() - began
        self._rest_s = _REST_FACTOR * worked_s if self._rebuilding else _CHECK_S

    async def flush(self) -> None:
        """Write all that is waiting; raise one of AWAY if the database is unavailable.

        After an error, or a cancellation, the next attempt has a connection of its own.
        """
        self._latest.release()
        if not self.waiting:
            return
        began = time.monotonic()
        with dropped_on_error(self._link):
            if self._latest.waiting:
                await self._latest.flush(await self._link.get())
            if self._devices.waiting:
                await self._devices.flush(await self._link.get())
        ended = time.monotonic()
        self._due = ended + max(PERIOD_S, _REST_FACTOR * (ended - began))

    @property
    def waiting(self) -> bool:
        """Whether anything is waiting to be written."""
        return self._latest.waiting or self._devices.waiting

    async def finish(self) -> None:
        """Flush for the last time; the next start rebuilds what this cannot write."""
        try:
            async with asyncio.timeout(_LAST_FLUSH_S):
                while self.waiting:
                    await self.flush()
        except Exception as error:  # a stop continues, whatever the database answers
            log.info(
                "cannot write latest readings, the next start rebuilds them",
                extra={"error": repr(error)},
            )
        self._link.drop()
