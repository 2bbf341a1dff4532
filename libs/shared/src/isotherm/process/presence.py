"""Presence: a process keeps a row of `part_instance`, which says what runs in which version.

Ingest does not: its heartbeat has a table of its own.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NoReturn

import asyncpg

from isotherm import __version__
from isotherm.process.background import Job
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery, keep
from isotherm.watch import PRESENCE_S

log = logging.getLogger(__name__)

_WRITE = """
INSERT INTO part_instance AS existing (part, instance, version, started_at, seen_at)
VALUES ($1, $2, $3, $4, now() - make_interval(secs => $5))
ON CONFLICT (part, instance) DO UPDATE SET version = excluded.version,
    started_at = excluded.started_at, seen_at = greatest(existing.seen_at, excluded.seen_at)
"""
_DELETE = "DELETE FROM part_instance WHERE part = $1 AND instance = $2 AND started_at = $3"
_TIMEOUT_S = 5.0
_LAST_S = 2.0
_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Running:
    """A process that runs, as its row says."""

    part: Literal["worker", "api", "frontend"]
    instance: str
    version: str = __version__
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    age_s: float = 0.0
    """How long ago it gave its last sign of life, in seconds."""


class Presence:
    """Writes the row of this process until cancelled, and deletes it at an orderly end.

    `others` returns further processes that this one has heard of since it was last asked.
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        running: Running,
        job: Job | None = None,
        others: Callable[[], Iterable[Running]] = tuple,
    ) -> None:
        self._pool, self._running, self._others = pool, running, others
        outage = Outage(log, "cannot record that this process runs, retrying", "recorded again")
        backoff = Backoff(longest_s=PRESENCE_S)
        self._recovery = Recovery(outage, job or Job("presence"), backoff=backoff)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Keep the row while the block runs."""
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self.run(), name="presence")
            yield
            task.cancel()
        await self.finish()

    async def run(self) -> NoReturn:
        """Write the row again and again; after a failure try again."""
        await keep(self.beat, self._recovery, rest_s=PRESENCE_S, within_s=_WITHIN_S)

    async def beat(self) -> None:
        """Write the row, and those of others; raise one of AWAY if the database is unavailable."""
        rows = [
            (r.part, r.instance, r.version, r.started_at, r.age_s)
            for r in (self._running, *self._others())
        ]
        async with self._pool.acquire(timeout=_TIMEOUT_S) as connection:
            await connection.executemany(_WRITE, rows, timeout=_TIMEOUT_S)

    async def finish(self) -> None:
        """Delete the row; a stop continues, whatever the database answers."""
        me = self._running
        try:
            async with asyncio.timeout(_LAST_S), self._pool.acquire() as connection:
                await connection.execute(_DELETE, me.part, me.instance, me.started_at)
        except Exception as error:
            log.info("cannot record that this process ends", extra={"error": repr(error)})
