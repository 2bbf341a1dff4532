"""What each process says of itself: its version, its event loop, and its way to the database."""

import asyncio
import logging
import time
from typing import NoReturn

from isotherm import __version__
from isotherm.process.background import Background
from isotherm.process.connections import Link
from isotherm.process.metrics import counter, gauge, histogram
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery, keep

log = logging.getLogger(__name__)

_LOOP_EVERY_S = 0.5
_DATABASE_EVERY_S = 5.0
_DATABASE_PATIENCE_S = 5.0

INFO = gauge(
    "isotherm_process_info",
    "Always 1; its labels say which part and version the process is",
    part="`ingest`, `worker`, `api`, `keeper`",
    version="the version of Isotherm",
)
LOOP_LAG = histogram(
    "isotherm_process_event_loop_lag_seconds",
    "How much later than asked for the event loop ran a task that was due, twice a second",
    (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
ROUND_TRIP = histogram(
    "isotherm_process_database_round_trip_seconds",
    "How long the database took to answer the simplest statement, every 5 seconds",
    (0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
REACHABLE = gauge(
    "isotherm_process_database_reachable",
    "1 if the database answered when it was last asked, 0 if not within 5 seconds; NaN before that",
    unknown=True,
)
UNANSWERED = counter(
    "isotherm_process_database_unanswered_total",
    "Times that the database did not answer the simplest statement within 5 seconds",
)


def say_who(part: str) -> None:
    """Export the part and its version."""
    INFO.labels(part, __version__).set(1)


async def watch_loop(every_s: float = _LOOP_EVERY_S) -> NoReturn:
    """Measure the lag of the event loop until cancelled."""
    while True:
        due = time.monotonic() + every_s
        await asyncio.sleep(every_s)
        LOOP_LAG.observe(max(0.0, time.monotonic() - due))


class DatabaseProbe:
    """Asks the database over a connection of its own, so that it measures nobody else's wait."""

    def __init__(
        self, dsn: str, part: str, background: Background, every_s: float = _DATABASE_EVERY_S
    ) -> None:
        self._link, self._every_s = Link(dsn, f"isotherm-{part}-probe"), every_s
        # other jobs log that the database is unavailable
        outage = Outage(log, "the database does not answer", "it answers", level=logging.DEBUG)
        self._recovery = Recovery(
            outage, background.job("database probe"), backoff=Backoff(min(1.0, every_s), every_s)
        )

    async def run(self) -> NoReturn:
        """Ask until cancelled."""
        try:
            await keep(self._ask, self._recovery, rest_s=self._every_s)
        finally:
            self._link.drop()

    async def _ask(self) -> None:
        try:
            async with asyncio.timeout(_DATABASE_PATIENCE_S):
                connection = await self._link.get()
                began = time.perf_counter()
                await connection.execute("SELECT 1")
        except Exception:
            self._link.drop()
            REACHABLE.set(0)
            UNANSWERED.inc()
            raise
        ROUND_TRIP.observe(time.perf_counter() - began)
        REACHABLE.set(1)
