"""The broker is watched: drops are recorded once, over restarts and takeovers."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from awaited import until
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER, TICK_TOPIC, WORKER_ACCOUNT
from isotherm.process import connections as databases
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch.broker import BrokerWatch

DEVICE = "fridge-1"


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Return a superuser's connection."""
    connection = await asyncpg.connect(database.superuser)
    yield connection
    connection.terminate()


@asynccontextmanager
async def watching(
    database: Database, broker: Broker, name: str = "worker-0"
) -> AsyncIterator[asyncio.Task[None]]:
    """Run a worker's watch during the block."""
    settings = WorkerSettings(
        database_url=database.worker,  # type: ignore[arg-type]  pydantic reads it from text
        instance=name,
        mqtt_host=broker.host,
        mqtt_port=broker.port,
        mqtt_username=WORKER_ACCOUNT,
        mqtt_password=broker.passwords[WORKER_ACCOUNT],  # type: ignore[arg-type]  as above
    )
    async with databases.pool(database.worker) as pool, asyncio.TaskGroup() as group:
        task = group.create_task(BrokerWatch(settings, pool).run(), name=name)
        yield task
        task.cancel()


async def _configure(broker: Broker, **changes: str) -> None:
    """Restart the broker with other settings."""
    await broker.stop()
    file = broker.part.conf
    lines = file.read_text().splitlines()
    kept = [line for line in lines if line.split(" ")[0] not in changes]
    file.write_text("\n".join([*(f"{k} {v}" for k, v in changes.items()), *kept]))
    await broker.start()


async def _fill(broker: Broker, count: int) -> None:
    """Publish messages to an ingest that is disconnected, so that they queue in the broker."""
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  paho has no type
    properties.SessionExpiryInterval = 3600
    away = broker.service(
        INGEST_ACCOUNT, identifier="isotherm:ingest:a", clean_start=False, properties=properties
    )
    async with away as client:
        await client.subscribe(READINGS_FILTER, qos=1)
    async with broker.device(DEVICE) as client:
        for number in range(count):
            await client.publish(f"sensors/{DEVICE}/temperature", str(number), qos=1)


async def _row(sql: asyncpg.Connection) -> Any:
    return await sql.fetchrow("SELECT * FROM broker_watch")


async def _dropped(sql: asyncpg.Connection) -> int:
    count: int = await sql.fetchval("SELECT coalesce(sum(count), 0)::int FROM broker_drop")
    return count


async def test_drops_are_recorded_once_over_takeovers_and_restarts(
    database: Database, broker: Broker, sql: asyncpg.Connection
) -> None:
    await broker.add_device(DEVICE)
    await _configure(broker, max_queued_messages="20")

    async def saw_none() -> bool:
        row = await _row(sql)
        return bool(row["connected"]) and row["dropped"] == 0

    async with watching(database, broker, "first") as first:
        await until(saw_none)
        await _fill(broker, 50)
        lost = 50 - 20  # all that the queue does not hold

        async def saw_all() -> bool:
            return await _dropped(sql) == lost

        await until(saw_all)
        async with watching(database, broker, "second"):
            assert (await _row(sql))["watcher"].startswith("first:")
            first.cancel()

            async def second_watches() -> bool:
                row = await _row(sql)
                return row["watcher"].startswith("second:") and row["dropped"] == lost

            await until(second_watches)
            assert await _dropped(sql) == lost
            await broker.stop()

            async def away() -> bool:
                return not (await _row(sql))["connected"]

            await until(away)
            await broker.start()
            await until(saw_none)  # its counter restarted at 0, and nothing more was lost
            assert await _dropped(sql) == lost
            await _fill(broker, 50)

            async def more() -> bool:
                return await _dropped(sql) > lost

            await until(more)
    rows = await sql.fetch("SELECT since, until, count FROM broker_drop")
    assert all(row["since"] < row["until"] and row["count"] > 0 for row in rows)


async def test_queue_subscriptions_and_ticks_are_recorded(
    database: Database, broker: Broker, sql: asyncpg.Connection
) -> None:
    await broker.add_device(DEVICE)
    async with watching(database, broker):

        async def reported() -> bool:
            return (await _row(sql))["shared_subscriptions"] == 0

        await until(reported)
        assert (await _row(sql))["tick_at"] is None

        async def named() -> bool:
            row = await _row(sql)
            return row["version"] is not None and (row["clients"] or 0) >= 1

        await until(named)
        assert re.fullmatch(r"mosquitto version 2\.\S+", (await _row(sql))["version"])
        await _fill(broker, 500)
        async with broker.service(WORKER_ACCOUNT) as client:
            await client.publish(TICK_TOPIC, "1", qos=1)

        async def recorded() -> bool:
            row = await _row(sql)
            return (
                row["shared_subscriptions"] == 1
                and (row["queued"] or 0) >= 500
                and row["tick_at"] is not None
            )

        await until(recorded)


async def test_counters_are_unknown_if_the_broker_does_not_publish_them(
    database: Database, broker: Broker, sql: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("isotherm_worker.watch.broker._SYS_WITHIN_S", 0.0)
    await _configure(broker, sys_interval="0")
    await sql.execute("UPDATE broker_watch SET dropped = 5, queued = 7")
    async with watching(database, broker):

        async def unknown() -> bool:
            row = await _row(sql)
            return bool(row["connected"]) and row["dropped"] is None and row["queued"] is None

        await until(unknown)
    assert await _dropped(sql) == 0
