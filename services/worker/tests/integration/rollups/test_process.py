"""A worker is killed with -9 in the middle of a transaction, and another one takes over."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

import asyncpg
from fixed_clock import FixedClock
from history_world import World, evenly

from isotherm.names import WORKER_ACCOUNT
from isotherm.process import connections as databases
from isotherm.process.settings import without_settings
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database

_STUCK = """
SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'reading_hour'::regclass
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_BEHIND = "SELECT count(*) FROM rollup WHERE rolled_to IS NULL"


async def _start(database: Database, broker: Broker, name: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from isotherm_worker.main import main; main()",
        env=without_settings(dict(os.environ)) | {
            "ISOTHERM_DATABASE_URL": database.worker,
            "ISOTHERM_INSTANCE": name,
            "ISOTHERM_MANAGEMENT_PORT": "0",
            "ISOTHERM_MQTT_HOST": broker.host,
            "ISOTHERM_MQTT_PORT": str(broker.port),
            "ISOTHERM_MQTT_USERNAME": WORKER_ACCOUNT,
            "ISOTHERM_MQTT_PASSWORD": broker.passwords[WORKER_ACCOUNT],
        },
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


async def test_a_killed_workers_sensors_are_taken_over(database: Database, broker: Broker) -> None:
    sql = await asyncpg.connect(database.superuser)
    watcher = await asyncpg.connect(database.superuser)
    workers: list[asyncio.subprocess.Process] = []
    try:
        async with asyncio.timeout(120), databases.pool(database.worker) as pool:
            begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
            world = World(pool, sql, FixedClock(begin))
            for _ in range(3):
                _, channel = await world.sensor()
                await world.store(channel, evenly(begin - timedelta(days=2), 60 * 30))
            async with sql.transaction():
                await sql.execute("LOCK TABLE reading_hour IN ACCESS EXCLUSIVE MODE")
                workers.append(await _start(database, broker, "worker-0"))
                while not await watcher.fetchval(_STUCK):
                    assert workers[0].returncode is None
                workers[0].send_signal(signal.SIGKILL)
                await workers[0].wait()
                workers.append(await _start(database, broker, "worker-1"))
            while await watcher.fetchval(_BEHIND):
                await watcher.execute("SELECT pg_sleep(0.2)")
            for sensor in world.zones:
                await world.check(sensor)
    finally:
        sql.terminate()
        watcher.terminate()
        for worker in workers:
            if worker.returncode is None:
                worker.send_signal(signal.SIGTERM)
                await worker.wait()
