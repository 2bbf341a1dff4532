"""A worker that lost its lease to another one shows no failures of its own connection."""

import asyncio

import asyncpg
import pytest
from awaited import until

from isotherm.names import WORKER_ACCOUNT
from isotherm.process import connections as databases
from isotherm.process.background import Background
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.testing.database import Database
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch.broker import BrokerWatch
from isotherm_worker.watch.link_watch import LinkWatch


@pytest.mark.parametrize(
    ("kind", "table", "job"),
    [
        (BrokerWatch, "broker_watch", "broker connection"),
        (LinkWatch, "link_watch", "broker notices"),
    ],
)
async def test_health_forgets_failures_once_another_worker_has_the_lease(
    database: Database, kind: type[BrokerWatch | LinkWatch], table: str, job: str
) -> None:
    settings = WorkerSettings.model_validate(
        {
            "database_url": database.worker,
            "instance": "worker-0",
            "mqtt_host": LOOPBACK,
            "mqtt_port": 1,
            "mqtt_username": WORKER_ACCOUNT,
            "mqtt_password": "unused",
        }
    )
    background = Background()

    async def failing() -> bool:
        return not background.document()["jobs"][job]["ok"]

    async def well() -> bool:
        return not await failing()

    sql = await asyncpg.connect(database.superuser)
    try:
        async with databases.pool(database.worker) as pool, asyncio.TaskGroup() as group:
            task = group.create_task(kind(settings, pool, background).run(), name=table)
            await until(failing)
            await sql.execute(
                f"UPDATE {table} SET watcher = 'other', seen_at = now() + interval '1 hour'"
            )
            await until(well)
            task.cancel()
    finally:
        sql.terminate()
