"""Runs units of work at their intervals, each by one worker at a time.

A unit holds a transaction-level advisory lock, so a worker that dies frees it at once, and a node
that dies by TCP keepalive; the others find it taken and try again at the next interval.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg

from isotherm.database import GONE
from isotherm_worker import metrics

log = logging.getLogger(__name__)

Connection = asyncpg.pool.PoolConnectionProxy

RETRY_S = 5.0
"""What failed is not left for its whole interval: a day's partitions are wanted soon."""


@dataclass(frozen=True, slots=True)
class Job:
    """A unit of work: `run` does it in the transaction it is given and says how much it did."""

    name: str
    every_s: float
    run: Callable[[Connection], Awaitable[int]]


async def run_once(pool: asyncpg.Pool, job: Job) -> int | None:
    """Does the work now; None where another worker is at it."""
    async with pool.acquire(timeout=10) as connection, connection.transaction():
        free = "SELECT pg_try_advisory_xact_lock(hashtext('isotherm.worker'), hashtext($1))"
        if not await connection.fetchval(free, job.name):
            return None
        return await job.run(connection)


async def keep_running(pool: asyncpg.Pool, job: Job, retry_s: float = RETRY_S) -> None:
    """Does the work at its interval until cancelled; a failure is logged and tried again."""
    failing = False
    while True:
        begun = time.monotonic()
        try:
            done = await run_once(pool, job)
        except (*GONE, asyncpg.PostgresError) as error:
            metrics.JOB_FAILURES.labels(job.name).inc()
            if not failing:
                log.warning("work failed, trying again", extra={"job": job.name, "why": str(error)})
            failing = True
        else:
            if failing:
                log.info("work goes on", extra={"job": job.name})
            failing = False
            if done is not None:
                metrics.JOB_SECONDS.labels(job.name).observe(time.monotonic() - begun)
                metrics.LAST_DONE.labels(job.name).set_to_current_time()
        every_s = min(job.every_s, retry_s) if failing else job.every_s
        await asyncio.sleep(max(0.0, every_s - (time.monotonic() - begun)))
