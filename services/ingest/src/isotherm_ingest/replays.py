"""Replays: takes the jobs that operators left in the database, and makes readings of rejects.

A batch of a job is one transaction that holds the job, stores readings, marks rejects, counts and
notes how far it came. So an instance may be killed at any moment and another goes on, nothing is
stored twice, and a reject that is marked is not taken again. It has connections of its own, and
rests longer than it works, so that what comes from the broker is not held up.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from isotherm.database import GONE
from isotherm.trouble import Trouble
from isotherm_ingest import dirty, readings, registry, replay_jobs, suspects
from isotherm_ingest.batch import one_a_key
from isotherm_ingest.days import DAY, Days
from isotherm_ingest.latest import Latest
from isotherm_ingest.link import Backoff, Link
from isotherm_ingest.place import Row
from isotherm_ingest.readings import VanishedError
from isotherm_ingest.registry import Registry
from isotherm_ingest.replayed import Replayed, without_offset
from isotherm_ingest.times import microseconds, moment

log = logging.getLogger(__name__)

POLL_S = 5.0
"""A net under the notifications, and how soon a dead instance's job is taken over."""
_SHORTEST_REST_S = 0.05
_REST = 3
"""Times as long as the work before it."""

_AGAIN = (
    *GONE,
    VanishedError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.InsufficientResourcesError,
)
"""What passes; anything else ends the job, and says why."""

_NEWEST = """
SELECT k.channel_id, (SELECT max(r.measured_at) FROM reading r WHERE r.channel_id = k.channel_id
    AND r.received_at <= k.received AND r.measured_at > k.received - interval '2 days'
    AND r.measured_at < k.received + interval '2 days') AS measured_at
FROM unnest($1::int4[], $2::timestamptz[]) AS k(channel_id, received)
"""


@dataclass(slots=True)
class _Stored:
    """Readings that are not known to be committed yet, and the mark that would tell."""

    job_id: int
    done_to: int
    rows: Sequence[Row]


class Replays:
    """The task that replays. `wake` when a job may have come."""

    def __init__(self, link: Link, aside: Link, instance: str, latest: Latest) -> None:
        self._link, self._aside = link, aside
        self._instance, self._latest = instance, latest
        self._asked = asyncio.Event()
        self._days = Days()
        self._registry = Registry()
        self._job_id: int | None = None
        self._stored: _Stored | None = None
        self._failed: tuple[int, str] | None = None

    def wake(self) -> None:
        """A job may be waiting."""
        self._asked.set()

    async def run(self) -> None:
        """Replays until cancelled; a database that is away costs waiting, nothing else."""
        backoff, trouble = Backoff(), Trouble(log, "replays rest", "replays go on")
        try:
            while True:
                self._asked.clear()
                began = time.monotonic()
                try:
                    busy = await self.step()
                except _AGAIN as error:
                    self._drop()
                    trouble.came(error)
                    await asyncio.sleep(backoff.next_s())
                    continue
                trouble.over()
                backoff.reset()
                await self._rest(time.monotonic() - began, busy=busy)
        finally:
            self._drop()

    async def _rest(self, worked_s: float, *, busy: bool) -> None:
        if busy:
            await asyncio.sleep(max(_SHORTEST_REST_S, _REST * worked_s))
            return
        self._aside.drop()
        try:
            async with asyncio.timeout(POLL_S):
                await self._asked.wait()
        except TimeoutError:
            pass

    def _drop(self) -> None:
        self._link.drop()
        self._aside.drop()

    async def step(self) -> bool:
        """One batch of the oldest job that nobody else holds; whether there was one."""
        connection = await self._link.get()
        await self._settle(connection)
        try:
            async with connection.transaction():
                job = await replay_jobs.take(connection)
                if job is None:
                    return False
                self._job_id = job["id"]
                await self._batch(connection, job)
        except _AGAIN:
            raise
        except Exception as error:
            log.exception("replay failed")
            self._failed = (self._job_id or 0, " ".join(f"{type(error).__name__}: {error}".split()))
            return True
        self._note()
        return True

    async def _settle(self, connection: asyncpg.Connection) -> None:
        """What the last step left: a COMMIT whose answer got lost, and a job to be ended."""
        if self._stored is not None:
            done_to = await replay_jobs.done_to(connection, self._stored.job_id)
            if done_to >= self._stored.done_to:
                self._note()
            self._stored = None
        if self._failed is not None:
            job_id, said = self._failed
            await replay_jobs.failed(connection, job_id, self._instance, said)
            self._failed = None

    def _note(self) -> None:
        """What was stored is committed."""
        if self._stored is not None:
            self._latest.note(self._stored.rows)
            self._stored = None

    async def _batch(self, connection: asyncpg.Connection, job: asyncpg.Record) -> None:
        rejects = await replay_jobs.page(connection, job)
        if not rejects:
            did = await replay_jobs.done(connection, job["id"], self._instance)
            log.info("replay done", extra={"job": job["id"], **did})
            return
        replayed = Replayed.of(rejects)
        known = await self._known(connection, replayed)
        replayed.place(known, await self._newest(connection, replayed, known))
        rows, followers = one_a_key(replayed.rows)
        await self._days.make(await self._aside.get(), {row.measured_at // DAY for row in rows})
        await connection.execute(dirty.LOCK)  # others may wait for it, so as late as may be
        kept = await readings.carefully(connection, rows)
        kept.follow(followers)
        if kept.poison:
            self._days.forget()  # a day may have been dropped
        replayed.judge(kept)
        await suspects.note(connection, kept.stored)
        await dirty.note(connection, None, kept.stored)
        await replay_jobs.write(connection, job["id"], self._instance, rejects, replayed.verdicts)
        await replay_jobs.count(connection, rejects, kept.stored)
        self._stored = _Stored(job["id"], rejects[-1].reject_id, kept.stored)

    async def _known(self, connection: asyncpg.Connection, replayed: Replayed) -> Registry:
        """The registry as it is now, with the channels of these, proposed where they are new."""
        if await connection.fetchval(registry.VERSION) != self._registry.version:
            self._registry = await registry.blank(await self._aside.get())
        names = [(work.decoded.device, work.decoded.channel) for work in replayed.works]
        self._registry.full.clear()  # that a device had too many may have been cured
        now = time.monotonic()
        if unknown := self._registry.unknown(names, now):
            await registry.propose(await self._aside.get(), self._registry, unknown, now)
        return self._registry

    async def _newest(
        self, connection: asyncpg.Connection, replayed: Replayed, known: Registry
    ) -> dict[int, int]:
        """What was newest when the first of these came: it decides between two like times."""
        asked = {
            channel.channel_id: moment(received_at)
            for names, received_at in without_offset(replayed.works).items()
            if (channel := known.channel(names)) is not None
        }
        if not asked:
            return {}
        rows = await connection.fetch(_NEWEST, list(asked), list(asked.values()))
        return {row[0]: microseconds(row[1]) for row in rows if row[1] is not None}
