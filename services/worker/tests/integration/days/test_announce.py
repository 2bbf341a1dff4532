"""Sessions that do not look for new days are told of them."""

from datetime import date

import asyncpg
from hidden_day import hide_day, sees_day

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.days.announce import announce
from isotherm_worker.jobs import run_once

DAY = date(2019, 3, 4)


async def test_a_change_is_announced_once_in_the_run_after_it_was_noticed(
    database: Database,
) -> None:
    grafana = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        job = announce()
        # what changed before this worker began is announced too
        assert [await run_once(pool, job) for _ in range(3)] == [0, 1, 0]
        await hide_day(grafana, database.superuser, DAY)
        assert await run_once(pool, job) == 0
        assert not await sees_day(grafana, DAY)
        assert [await run_once(pool, job) for _ in range(2)] == [1, 0]
        assert await sees_day(grafana, DAY)
    await grafana.close()


async def test_changes_in_every_run_are_announced_all_the_same(database: Database) -> None:
    async with databases.pool(database.worker) as pool:
        job = announce()
        announced = []
        for number in range(5):
            await pool.fetchval("SELECT make_day($1)", date(2019, 3, 4 + number))
            announced.append(await run_once(pool, job))
        assert announced == [0, 1, 1, 1, 1]
        assert [await run_once(pool, job) for _ in range(2)] == [1, 0]
