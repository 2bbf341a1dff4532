"""Replays: process the jobs that operators created, and turn rejects into readings.

One transaction locks the job, stores a batch of readings, marks their rejects, adds to the ledger
and saves the progress of the job. So an instance may be killed at any moment and another one
continues: nothing is stored twice, and no marked reject is replayed again. Replays have connections
of their own and rest longer than they work, so that they do not hold up messages from the broker.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from isotherm.instants import DAY
from isotherm.process import tracing
from isotherm.process.background import Job
from isotherm.process.connections import AWAY, GONE, Link
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep
from isotherm.process.transaction import Traced
from isotherm_ingest import metrics
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.links import dropped_on_error
from isotherm_ingest.place.keys import one_per_key
from isotherm_ingest.place.registry import VERSION, Registry, load_empty, propose
from isotherm_ingest.replay import jobs
from isotherm_ingest.replay.replayed import Replayed, Verdict
from isotherm_ingest.store.days import KnownDays
from isotherm_ingest.store.keep import keep as keep_readings
from isotherm_ingest.store.keep import lock
from isotherm_ingest.store.readings import VanishedError, insert_carefully
from isotherm_ingest.store.store import RegistryChangedError

log = logging.getLogger(__name__)

POLL_S = 5.0
"""How often to look for jobs without a notification, such as those of a killed instance."""
_SHORTEST_REST_S = 0.05
_REST_FACTOR = 3
"""Rest after a batch, as a multiple of the time it took."""

_TRANSIENT = (
    *GONE,
    VanishedError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InternalServerError,
    asyncpg.InvalidTransactionStateError,  # read-only, as after a failover
    asyncpg.LockNotAvailableError,
    asyncpg.OperatorInterventionError,  # a statement that was cancelled, or took too long
    asyncpg.PostgresSystemError,
    asyncpg.TransactionRollbackError,  # a deadlock, or a conflict of transactions
)
"""Errors of the server, not of the job: the batch is tried again. Any other error fails the job."""
_INTERNAL = (asyncpg.InternalServerError, asyncpg.PostgresSystemError)
_INTERNAL_TRIES = 10
"""How often a batch may meet internal errors of the server: they may pass, but may also be due to
what the job reads, such as a damaged row, and then the jobs after it would wait for ever."""


@dataclass(slots=True)
class _Uncertain:
    """Readings that may or may not be committed, and how far their job is if they are."""

    job_id: int
    done_to: int
    rows: Sequence[Row]


class Replays:
    """Processes replay jobs; `wake` it when one may have been added."""

    def __init__(
        self, link: Link, aside: Link, instance: str, latest: Latest, job: Job | None = None
    ) -> None:
        """`aside` is for what has to be committed before the batch: days and channels."""
        self._link, self._aside = link, aside
        self._instance, self._latest = instance, latest
        self._asked = asyncio.Event()
        self._days = KnownDays()
        self._registry = Registry()
        self._uncertain: _Uncertain | None = None
        self._failed: tuple[int, str] | None = None
        self._internal: Counter[tuple[int, int]] = Counter()
        outage = Outage(log, "replays paused, trying again", "replays resumed")
        expected = (*AWAY, VanishedError)
        self._recovery = Recovery(outage, job or Job("replays"), expected=expected)

    def wake(self) -> None:
        """Look for jobs now."""
        self._asked.set()

    async def run(self) -> None:
        """Process jobs until cancelled; after a failure try again."""
        try:
            await keep(self._work, self._recovery)
        finally:
            self._link.drop()
            self._aside.drop()

    async def _work(self) -> None:
        """Replay one batch, then rest."""
        self._asked.clear()
        began = time.monotonic()
        with dropped_on_error(self._link, self._aside):
            busy = await self.step()
        self._recovery.succeeded()
        await self._rest(time.monotonic() - began, busy=busy)

    async def _rest(self, worked_s: float, *, busy: bool) -> None:
        if busy:
            await asyncio.sleep(max(_SHORTEST_REST_S, _REST_FACTOR * worked_s))
            return
        self._aside.drop()
        try:
            async with asyncio.timeout(POLL_S):
                await self._asked.wait()
        except TimeoutError:
            pass

    async def step(self) -> bool:
        """Replay a batch of the oldest job that is not locked; return whether there was one.

        An error fails the job that is locked by then, unless it is transient; with none it is
        raised.
        """
        connection = await self._link.get()
        await self._settle(connection)
        job: asyncpg.Record | None = None
        try:
            with tracing.span("replay batch", root=True) as span:
                async with Traced(connection.transaction()):
                    job = await jobs.lock_oldest(connection)
                    if job is None:
                        span.discard()
                        return False
                    verdicts = await self._batch(connection, job)
        except RegistryChangedError:
            return True
        except Exception as error:
            if job is None or self._may_pass(error, job):
                raise
            log.exception("replay failed", extra={"job": job["id"]})
            self._failed = (job["id"], " ".join(f"{type(error).__name__}: {error}".split()))
            return True
        self._remember()
        _count(verdicts)
        return True

    def _may_pass(self, error: Exception, job: asyncpg.Record) -> bool:
        """Return whether to try a job's batch again after an error."""
        if not isinstance(error, _INTERNAL):
            return isinstance(error, _TRANSIENT)
        batch = (job["id"], job["done_to"])
        self._internal = Counter({batch: self._internal[batch] + 1})
        return self._internal[batch] < _INTERNAL_TRIES

    async def _settle(self, connection: asyncpg.Connection) -> None:
        """Finish the last step, if the answer to its COMMIT got lost or its job failed."""
        if self._uncertain is not None:
            done_to = await jobs.read_done_to(connection, self._uncertain.job_id)
            if done_to >= self._uncertain.done_to:
                self._remember()
            self._uncertain = None
        if self._failed is not None:
            job_id, error = self._failed
            await jobs.fail(connection, job_id, self._instance, error)
            self._failed = None
            metrics.REPLAYS.labels("failed").inc()

    def _remember(self) -> None:
        """Remember the newest readings, now that the batch is committed."""
        if self._uncertain is not None:
            self._latest.remember(self._uncertain.rows)
            self._uncertain = None

    async def _batch(
        self, connection: asyncpg.Connection, job: asyncpg.Record
    ) -> Sequence[Verdict] | None:
        """Replay a batch; return what came of it, None if the job has no more rejects."""
        rejects = await jobs.lock_rejects(connection, job)
        if not rejects:
            counts = await jobs.finish(connection, job["id"], self._instance)
            log.info("replay done", extra={"job": job["id"], **counts})
            return None
        replayed = Replayed.of(rejects)
        registry = await self._refresh(connection, replayed)
        replayed.place(registry)
        rows, followers = one_per_key(replayed.rows)
        days = {row.measured_at // DAY for row in (*rows, *replayed.undecided)}
        await self._days.make(await self._aside.get(), days)
        locked = await lock(connection)  # as late as possible: worker may be waiting for it
        if locked.version != registry.version:
            raise RegistryChangedError  # a channel may have been deleted with its device
        kept, _ = await keep_readings(
            locked, rows, followers, insert_carefully, undecided=replayed.undecided
        )
        if kept.poison:
            self._days.forget()  # a day may have been dropped
        replayed.judge(kept)
        await jobs.save_progress(connection, job["id"], self._instance, rejects, replayed.verdicts)
        await jobs.insert_ledger(connection, rejects, kept.stored)
        self._uncertain = _Uncertain(job["id"], rejects[-1].reject_id, kept.stored)
        return replayed.verdicts

    async def _refresh(self, connection: asyncpg.Connection, replayed: Replayed) -> Registry:
        """Return the current registry with the channels of the rejects, proposed if new."""
        if await connection.fetchval(VERSION) != self._registry.version:
            self._registry = await load_empty(await self._aside.get())
        names = [(work.decoded.device, work.decoded.channel) for work in replayed.works]
        self._registry.over_limit.clear()  # the device may be allowed more by now
        now = time.monotonic()
        if unknown := self._registry.unknown(names, now):
            await propose(await self._aside.get(), self._registry, unknown, now)
        return self._registry


def _count(verdicts: Sequence[Verdict] | None) -> None:
    """Count a committed batch, or the end of a job."""
    if verdicts is None:
        metrics.REPLAYS.labels("done").inc()
        return
    for kind, count in Counter(map(jobs.kind_of, verdicts)).items():
        metrics.REPLAYED.labels(kind).inc(count)
