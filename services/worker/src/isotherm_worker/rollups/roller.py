"""Rolls up for as long as there is something to roll up, beside as many workers as there are.

A sensor's row in `rollup` is its lock: a worker that dies frees what it was at, and what it had not
committed is done by another one in its next round.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import asyncpg

from isotherm.database import GONE
from isotherm.trouble import Trouble
from isotherm_worker import metrics
from isotherm_worker.rollups.again import roll_again
from isotherm_worker.rollups.behind import Behind
from isotherm_worker.rollups.forward import roll

log = logging.getLogger(__name__)

_LAG = """
SELECT extract(epoch FROM now() - min(rolled_to))::float8 AS lag_s,
    count(*) FILTER (WHERE rolled_to < now() - interval '2 hours') AS behind,
    (SELECT count(*) FROM dirty) AS dirty
FROM rollup
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to rest where there is nothing to do, in seconds."""

    forward_s: float = 5.0
    again_s: float = 1.0
    undecided_s: float = 30.0
    """How soon a sensor is looked at again of which nothing could be said."""
    told_s: float = 30.0
    """How often the log says how far it is, where much is to be done."""


@dataclass(slots=True)
class Roller:
    """Both kinds of rolling up, each by one connection at a time."""

    pool: asyncpg.Pool
    pace: Pace = field(default_factory=Pace)
    behind: Behind = field(default_factory=Behind)
    _waiting: dict[int, float] = field(default_factory=dict)
    _told: float = 0.0

    async def run(self) -> None:
        """Works until cancelled; what fails is tried again."""
        async with asyncio.TaskGroup() as group:
            for name, step, rest_s in (
                ("rollups", self.forward, self.pace.forward_s),
                ("rollups again", self.again, self.pace.again_s),
            ):
                group.create_task(self._keep(name, step, rest_s), name=name)

    async def forward(self) -> int:
        """One round over all sensors; says how many hours it rolled up."""
        now = time.monotonic()
        self._waiting = {each: until for each, until in self._waiting.items() if until > now}
        hours, after = 0, 0
        while True:
            async with self.pool.acquire(timeout=10) as connection, connection.transaction():
                done = await roll(connection, after, self._waiting, behind=self.behind)
            self._waiting |= dict.fromkeys(done.waiting, now + self.pace.undecided_s)
            hours += done.hours
            if done.last is None:
                break
            after = done.last
        await self._measure()
        return hours

    async def again(self) -> int:
        """Some of what was noted as dirty; says of how many sensors."""
        async with self.pool.acquire(timeout=10) as connection, connection.transaction():
            return await roll_again(connection, behind=self.behind)

    async def _keep(self, name: str, step: Callable[[], Awaitable[int]], rest_s: float) -> None:
        trouble = Trouble(log, f"{name} failed, trying again", f"{name} go on")
        while True:
            begun = time.monotonic()
            try:
                done = await step()
            except (*GONE, asyncpg.PostgresError) as error:
                metrics.JOB_FAILURES.labels(name).inc()
                trouble.came(error)
                await asyncio.sleep(rest_s)
                continue
            trouble.over()
            metrics.LAST_DONE.labels(name).set_to_current_time()
            if done:
                metrics.JOB_SECONDS.labels(name).observe(time.monotonic() - begun)
            else:
                await asyncio.sleep(rest_s)

    async def _measure(self) -> None:
        """Says how far it is: in metrics, and in the log where much is to be done."""
        [row] = await self.pool.fetch(_LAG)
        metrics.ROLLED_TO_LAG.set(row["lag_s"] or 0.0)
        metrics.BEHIND.set(row["behind"])
        metrics.DIRTY.set(row["dirty"])
        now = time.monotonic()
        if row["behind"] and now - self._told >= self.pace.told_s:
            self._told = now
            told = {"sensors_behind": row["behind"], "lag_s": round(row["lag_s"])}
            log.info("rolling up", extra=told)
