"""The worker as a process: it ticks, makes days, and ends when told."""

import asyncio
import os
import signal
import sys
import time

import asyncpg
import pytest

from isotherm.names import INGEST_ACCOUNT, TICK_TOPIC, WORKER_ACCOUNT
from isotherm.settings import without_settings
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database


def _environment(database: Database, broker: Broker) -> dict[str, str]:
    return without_settings(dict(os.environ)) | {
        "ISOTHERM_DATABASE_URL": database.worker,
        "ISOTHERM_INSTANCE": "worker-0",
        "ISOTHERM_MANAGEMENT_PORT": "0",
        "ISOTHERM_MQTT_HOST": broker.host,
        "ISOTHERM_MQTT_PORT": str(broker.port),
        "ISOTHERM_MQTT_USERNAME": WORKER_ACCOUNT,
        "ISOTHERM_MQTT_PASSWORD": broker.passwords[WORKER_ACCOUNT],
    }


async def test_ticks_and_ends_when_told(database: Database, broker: Broker) -> None:
    async with asyncio.timeout(120), broker.service(INGEST_ACCOUNT) as listener:
        await listener.subscribe(TICK_TOPIC, qos=1)
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from isotherm_worker.main import main; main()",
            env=_environment(database, broker), stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            ticks: list[int] = []
            async for message in listener.messages:
                ticks.append(int(str(message.payload, "ascii")))
                if len(ticks) == 3:
                    break
            assert ticks == sorted(set(ticks))
            assert abs(ticks[-1] - time.time() * 1000) < 60_000
            connection = await asyncpg.connect(database.owner)
            try:
                while not await connection.fetchval(
                    "SELECT count(*) FROM pg_class WHERE relname ~ '^reading_[0-9]{8}$'"
                ):
                    await anext(aiter(listener.messages))
            finally:
                await connection.close()
        finally:
            worker.send_signal(signal.SIGTERM)
            await worker.communicate()
    assert worker.returncode == 0


@pytest.mark.parametrize("missing", ["ISOTHERM_DATABASE_URL", "ISOTHERM_MQTT_PASSWORD"])
async def test_a_missing_setting_stops_the_start(
    database: Database, broker: Broker, missing: str
) -> None:
    environment = _environment(database, broker)
    del environment[missing]
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from isotherm_worker.main import main; main()",
        env=environment, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, said = await worker.communicate()
    assert worker.returncode == 2
    assert said.decode() == f"{missing}: is not set\n"
