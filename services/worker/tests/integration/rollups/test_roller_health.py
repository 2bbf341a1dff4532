"""Health says of a transaction of the roller that it does not end, not of a round of many."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from isotherm.process import connections as databases
from isotherm.process.background import Background
from isotherm_devstack.testing.database import Database
from isotherm_worker.rollups import roller
from isotherm_worker.rollups.roller import Roller

Step = Callable[[Roller], Awaitable[int]]
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'reading'::regclass"


@pytest.mark.parametrize(
    ("name", "step"), [("rollups", Roller.forward), ("rollups again", Roller.again)]
)
async def test_a_transaction_that_lasts_too_long_shows(
    database: Database, monkeypatch: pytest.MonkeyPatch, name: str, step: Step
) -> None:
    monkeypatch.setattr(roller, "_TRANSACTION_S", 0.0)
    background, sql = Background(), await asyncpg.connect(database.superuser)
    async with (
        databases.pool(database.worker) as pool,
        asyncio.timeout(60),
        asyncio.TaskGroup() as group,
    ):
        async with sql.transaction():
            await sql.execute("LOCK TABLE reading IN ACCESS EXCLUSIVE MODE")
            group.create_task(step(Roller(pool, background=background)), name="roller")
            while not await sql.fetchval(WAITING):
                await sql.execute("SELECT pg_sleep(0.01)")
            why = background.document()["jobs"][name]["why"]
        assert why.startswith("has not ended for")
    assert background.document()["status"] == "ok"
    await sql.close()
