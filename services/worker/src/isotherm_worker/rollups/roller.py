"""Roll up while there is work, beside any number of other workers.

A sensor's row in `rollup` is its lock. If a worker dies its locks are free, and another worker does
in its next round what was not committed.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NoReturn

import asyncpg

from isotherm.database import Connection
from isotherm.marks import SQL_PROGRESS
from isotherm.process import tracing
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm_worker import metrics
from isotherm_worker.jobs import tell
from isotherm_worker.rollups.again import roll_again
from isotherm_worker.rollups.forward import roll
from isotherm_worker.rollups.skipped import Skipped

log = logging.getLogger(__name__)

_TRANSACTION_S = 600.0
"""How long a transaction can legitimately last: it reads so much that it takes about a second."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Pauses between steps when there is nothing to do, in seconds."""

    forward_s: float = 5.0
    again_s: float = 1.0
    undecided_s: float = 30.0
    """How soon a sensor is tried again whose next hour could not be decided yet."""
    log_s: float = 30.0
    """How often the log shows the progress while sensors are behind."""


@dataclass(slots=True)
class Roller:
    """Both kinds of rolling up, each on one connection at a time."""

    pool: asyncpg.Pool
    pace: Pace = field(default_factory=Pace)
    skipped: Skipped = field(default_factory=Skipped)
    background: Background = field(default_factory=Background)
    _waiting: dict[int, float] = field(default_factory=dict)
    _logged_at: float = 0.0

    async def run(self) -> None:
        """Roll up until cancelled; retry after any error."""
        async with asyncio.TaskGroup() as group:
            for name, step, rest_s in (
                ("rollups", self.forward, self.pace.forward_s),
                ("rollups again", self.again, self.pace.again_s),
            ):
                group.create_task(self._keep(name, step, rest_s), name=name)

    async def forward(self) -> int:
        """Roll up all sensors once, and return how many hours were rolled up."""
        now = time.monotonic()
        self._waiting = {
            sensor_id: until for sensor_id, until in self._waiting.items() if until > now
        }
        hours, after = 0, 0
        while True:
            async with self._transaction("rollups") as connection:
                rolled = await roll(connection, after, self._waiting, skipped=self.skipped)
            self._waiting |= dict.fromkeys(rolled.waiting, now + self.pace.undecided_s)
            hours += rolled.hours
            if rolled.last is None:
                break
            after = rolled.last
        await self._measure()
        return hours

    async def again(self) -> int:
        """Roll up some dirty ranges again, and return of how many sensors."""
        async with self._transaction("rollups again") as connection:
            return await roll_again(connection, skipped=self.skipped)

    @asynccontextmanager
    async def _transaction(self, name: str) -> AsyncIterator[Connection]:
        """Open one transaction of a job; there may be any number of them in a round."""
        with self.background.job(name).within(_TRANSACTION_S):
            async with self.pool.acquire(timeout=10) as connection, connection.transaction():
                yield connection

    async def _keep(self, name: str, step: Callable[[], Awaitable[int]], rest_s: float) -> NoReturn:
        """Repeat a step until cancelled; rest when it found nothing to do."""
        amount = 0

        async def timed_step() -> None:
            nonlocal amount
            begun = time.monotonic()
            with tracing.span(f"job {name}", root=True) as span:
                amount = await step()
                tell(span, amount)
            metrics.LAST_DONE.labels(name).set_to_current_time()
            if amount:
                metrics.JOB_SECONDS.labels(name).observe(time.monotonic() - begun)

        recovery = Recovery(
            Outage(log, f"{name} failed, retrying", f"{name} succeed again"),
            self.background.job(name),
        )
        await keep(timed_step, recovery, rest_s=lambda: 0.0 if amount else rest_s)

    async def _measure(self) -> None:
        """Export the progress as metrics, and log it while sensors are behind."""
        [row] = await self.pool.fetch(SQL_PROGRESS)
        metrics.ROLLUP_LAG.set(row["lag_s"] or 0.0)
        metrics.BEHIND.set(row["behind"])
        metrics.DIRTY.set(row["dirty"])
        now = time.monotonic()
        if row["behind"] and now - self._logged_at >= self.pace.log_s:
            self._logged_at = now
            progress = {"sensors_behind": row["behind"], "lag_s": round(row["lag_s"])}
            log.info("rolling up", extra=progress)
