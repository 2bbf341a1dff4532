"""Run units of work at their intervals, each by one worker at a time.

A unit holds a transaction-level advisory lock. If its worker dies the lock is free at once, if its
node dies after TCP keepalive fails. Other workers find the lock taken and try again at the next
interval.
"""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NoReturn

import asyncpg

from isotherm.database import Connection
from isotherm.process import tracing
from isotherm.process.background import Background
from isotherm.process.outage import Outage
from isotherm.process.retry import FIRST_WAIT_S, Backoff, Recovery, keep
from isotherm.process.transaction import Traced
from isotherm_worker import metrics

log = logging.getLogger(__name__)

RETRY_S = 5.0
"""The longest wait after a failure, however long the interval: partitions are needed soon."""
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('isotherm.worker'), hashtext($1))"


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of work: `run` does it in the given transaction and returns how much it did."""

    name: str
    every_s: float
    run: Callable[[Connection], Awaitable[int]]
    traced: bool = True
    """Whether a run that did something is a span."""

    def span(self) -> tracing.Span:
        """Start the span of a run."""
        return tracing.span(f"job {self.name}", root=True) if self.traced else tracing.NOTHING


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

    async def step() -> None:
        nonlocal begun
        begun = time.monotonic()
        if await run_once(pool, job) is not None:
            metrics.JOB_SECONDS.labels(job.name).observe(time.monotonic() - begun)
            metrics.LAST_DONE.labels(job.name).set_to_current_time()

    recovery = Recovery(
        Outage(log, f"job {job.name} failed, retrying", f"job {job.name} succeeds again"),
        (background or Background()).job(job.name),
        backoff=Backoff(min(FIRST_WAIT_S, retry_s), retry_s),
    )
    await keep(step, recovery, rest_s=lambda: job.every_s - (time.monotonic() - begun))
