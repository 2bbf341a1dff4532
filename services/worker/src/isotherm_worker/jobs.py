"""Run units of work at their intervals, each by one worker at a time.

A unit holds a transaction-level advisory lock. If its worker dies the lock is free at once, if its
node dies after TCP keepalive fails. Other workers find the lock taken and try again at the next
interval.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NoReturn

import asyncpg

from isotherm.database import Connection
from isotherm.process import tracing
from isotherm.process.background import Background
from isotherm.process.connections import AWAY, LONG_STATEMENT_S
from isotherm.process.outage import Outage
from isotherm.process.retry import FIRST_WAIT_S, Backoff, Recovery, keep
from isotherm.process.transaction import Traced
from isotherm_worker import metrics

log = logging.getLogger(__name__)

LONG_RUN_S = 4 * LONG_STATEMENT_S
"""For `within_s` of a job with statements that may take long."""
RETRY_S = 5.0
"""The longest wait after a failure, however long the interval: partitions are needed soon."""
PATIENCE_S = 900.0
"""How long a job may be hindered, such as by a lock, before that is a failure."""
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('isotherm.worker'), hashtext($1))"


class HinderedError(Exception):
    """A job could do nothing for a long time; its own line in the log says why."""


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of work: `run` does it in the given transaction and returns how much it did."""

    name: str
    every_s: float
    run: Callable[[Connection], Awaitable[int]]
    traced: bool = True
    """Whether a run that did something is a span."""
    hindrance: Outage | None = None
    """Where `run` records that it can do nothing for now, as somebody else is at work.

    Trying holds others up, so after a failure too such a job is tried at about its interval.
    """
    patience_s: float = PATIENCE_S
    within_s: float = 600.0
    """How long a run can legitimately last; health says if it lasts longer."""

    def span(self) -> tracing.Span:
        """Start the span of a run."""
        return tracing.span(f"job {self.name}", root=True) if self.traced else tracing.NOTHING

    def backoff(self, retry_s: float) -> Backoff:
        """Return the waits after failures, at most `retry_s` if trying holds nobody up."""
        if self.hindrance is not None:
            return Backoff(self.every_s, self.every_s)
        return Backoff(min(FIRST_WAIT_S, retry_s), retry_s)

    def raise_if_hindered(self) -> None:
        """Raise HinderedError if nothing could be done for longer than `patience_s`."""
        lasts_s = 0.0 if self.hindrance is None else self.hindrance.lasts_s
        if lasts_s > self.patience_s:
            raise HinderedError(f"nothing could be done for {round(lasts_s / 60)} min")


async def run_once(pool: asyncpg.Pool, job: Job) -> int | None:
    """Run a job now and return how much it did; None if another worker is running it."""
    async with pool.acquire(timeout=10) as connection:
        with job.span() as span:
            async with Traced(connection.transaction()):
                free = await connection.fetchval(_LOCK, job.name)
                amount = await job.run(connection) if free else None
                tell(span, amount)
        return amount


def tell(span: tracing.Span, amount: int | None) -> None:
    """Set how much a run did; if that is nothing, its span is not sent."""
    if amount:
        span.set("isotherm.job.amount", amount)
    else:
        span.discard()


async def keep_running(
    pool: asyncpg.Pool, job: Job, background: Background | None = None, retry_s: float = RETRY_S
) -> NoReturn:
    """Run a job at its interval until cancelled; retry after any error, as `background` shows."""
    begun = 0.0

    health = (background or Background()).job(job.name)

    async def step() -> None:
        nonlocal begun
        while True:
            begun = time.monotonic()
            if await run_once(pool, job) is not None:
                break
            if health.ok:
                return
            # after a failure it may be our own lost session that still has the lock
            await asyncio.sleep(min(retry_s, job.every_s))
        job.raise_if_hindered()
        metrics.JOB_SECONDS.labels(job.name).observe(time.monotonic() - begun)
        metrics.LAST_DONE.labels(job.name).set_to_current_time()

    recovery = Recovery(
        Outage(log, f"job {job.name} failed, retrying", f"job {job.name} succeeds again"),
        health,
        backoff=job.backoff(retry_s),
        expected=(HinderedError, *AWAY),
    )
    await keep(
        step,
        recovery,
        rest_s=lambda: job.every_s - (time.monotonic() - begun),
        within_s=job.within_s,
    )
