"""Jobs whose statements may take long are neither cut nor reported before their time."""

import asyncio

import asyncpg
import pytest

from isotherm.instants import SystemClock
from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.books.count_rows import check_rows
from isotherm_worker.books.rejects import prune_rejects
from isotherm_worker.jobs import LONG_RUN_S, Job, run_once
from isotherm_worker.sensors.bundles import prune_bundles
from isotherm_worker.sensors.proposals import expire_proposals
from isotherm_worker.watch.link_rows import prune_links

CLOCK = SystemClock()
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = $1::text::regclass"


@pytest.mark.parametrize(
    ("job", "table"),
    [
        (check_rows(), "reading_20200102"),
        (prune_rejects(CLOCK, 1), "reject"),
        (prune_bundles(CLOCK), "bundle"),
        (prune_links(CLOCK), "device_takeover"),
        (expire_proposals(CLOCK, 1), "channel"),
    ],
    ids=lambda case: case.name if isinstance(case, Job) else case,
)
async def test_a_job_that_waits_longer_than_statements_usually_may_succeeds(
    database: Database, monkeypatch: pytest.MonkeyPatch, job: Job, table: str
) -> None:
    monkeypatch.setattr(databases, "STATEMENT_S", 0.2)
    sql = await asyncpg.connect(database.superuser)
    await sql.execute("SELECT make_day('2020-01-02')")
    async with (
        databases.pool(database.worker) as pool,
        asyncio.timeout(60),
        asyncio.TaskGroup() as group,
    ):
        async with sql.transaction():
            await sql.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            run = group.create_task(run_once(pool, job), name="run")
            while not await sql.fetchval(WAITING, table):
                await sql.execute("SELECT pg_sleep(0.01)")
            await sql.execute("SELECT pg_sleep(0.4)")
            assert not run.done()
        assert await run is not None
    assert job.within_s == LONG_RUN_S
    await sql.close()
