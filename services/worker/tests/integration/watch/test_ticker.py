"""Ticks reach the broker, and the ticker reconnects whatever fails."""

import asyncio
from datetime import UTC, datetime

from isotherm.names import INGEST_ACCOUNT, TICK_TOPIC, WORKER_ACCOUNT
from isotherm.process import connections as databases
from isotherm.process.background import Background
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch.ticker import Ticker

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class FaultyClock:
    """A clock that fails the first time it is read."""

    def __init__(self) -> None:
        self.reads = 0

    def now(self) -> datetime:
        self.reads += 1
        if self.reads == 1:
            raise ZeroDivisionError("injected")
        return NOW


async def test_ticks_continue_after_an_unexpected_error(database: Database, broker: Broker) -> None:
    settings = WorkerSettings(
        database_url=database.worker,  # type: ignore[arg-type]  pydantic reads it from text
        mqtt_host=broker.host,
        mqtt_port=broker.port,
        mqtt_username=WORKER_ACCOUNT,
        mqtt_password=broker.passwords[WORKER_ACCOUNT],  # type: ignore[arg-type]  as above
    )
    background = Background()
    async with (
        asyncio.timeout(60),
        broker.service(INGEST_ACCOUNT) as listener,
        databases.pool(database.worker) as pool,
        asyncio.TaskGroup() as group,
    ):
        await listener.subscribe(TICK_TOPIC, qos=1)
        ticker = Ticker(settings, pool, FaultyClock(), background)
        task = group.create_task(ticker.run(), name="ticker")
        message = await anext(aiter(listener.messages))
        assert message.payload == str(int(NOW.timestamp() * 1000)).encode()
        assert ticker.connected
        task.cancel()
    assert not ticker.connected
