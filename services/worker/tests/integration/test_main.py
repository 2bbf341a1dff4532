"""Worker as a process: it ticks, makes days, raises alerts, and ends on SIGTERM."""

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
import time
from typing import Any

import asyncpg
import httpx
import pytest

from isotherm import __version__
from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, TICK_TOPIC, WORKER_ACCOUNT
from isotherm.process.settings import without_settings
from isotherm.sealing import make_key
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database

_PRESENT = f"""
SELECT EXISTS (SELECT FROM part_instance WHERE part = 'worker' AND instance = 'worker-0'
    AND version = '{__version__}' AND started_at < seen_at AND seen_at <= now())
"""


def _environment(database: Database, broker: Broker) -> dict[str, str]:
    return without_settings(dict(os.environ)) | {
        "ISOTHERM_DATABASE_URL": database.worker,
        "ISOTHERM_INSTANCE": "worker-0",
        "ISOTHERM_MANAGEMENT_PORT": "0",
        "ISOTHERM_MQTT_HOST": broker.host,
        "ISOTHERM_MQTT_PORT": str(broker.port),
        "ISOTHERM_MQTT_USERNAME": WORKER_ACCOUNT,
        "ISOTHERM_MQTT_PASSWORD": broker.passwords[WORKER_ACCOUNT],
        "ISOTHERM_MQTT_ADMIN_PASSWORD": broker.passwords[ADMIN_ACCOUNT],
        "ISOTHERM_SEALING_KEY": make_key(),
    }


async def test_it_ticks_makes_days_and_ends_on_sigterm(database: Database, broker: Broker) -> None:
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
                while not await connection.fetchval(_PRESENT):
                    await anext(aiter(listener.messages))
                worker.send_signal(signal.SIGTERM)
                await worker.wait()
                assert await connection.fetchval("SELECT count(*) FROM part_instance") == 0
            finally:
                await connection.close()
        finally:
            with contextlib.suppress(ProcessLookupError):
                worker.send_signal(signal.SIGTERM)
            await worker.communicate()
    assert worker.returncode == 0


async def test_it_raises_an_alert_while_no_ingest_runs(database: Database, broker: Broker) -> None:
    port = free_port()
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "from isotherm_worker.main import main; main()",
        env=_environment(database, broker)
        | {"ISOTHERM_MANAGEMENT_PORT": str(port), "ISOTHERM_START_GRACE_S": "10"},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    connection = await asyncpg.connect(database.superuser)
    try:
        async with asyncio.timeout(120):
            while not (alert := await connection.fetchrow("SELECT * FROM alert")):
                await connection.execute("SELECT pg_sleep(0.2)")
        async with httpx.AsyncClient(trust_env=False) as client:
            metrics = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
    finally:
        await connection.close()
        worker.send_signal(signal.SIGTERM)
        output, _ = await worker.communicate()
    assert (alert["kind"], alert["cause"], alert["until"]) == ("blind", "ingest", None)
    assert alert["detail"].endswith("Messages from devices are being lost.")
    assert 'isotherm_worker_alerts{kind="blind"} 1.0' in metrics
    assert "isotherm_worker_broker_connected 1.0" in metrics
    assert "isotherm_worker_broker_shared_subscriptions 0.0" in metrics
    lines = [json.loads(line) for line in output.decode().splitlines()]
    assert [line["message"] for line in lines if line["level"] == "error"] == [alert["detail"]]


_FAULTY = """
import isotherm_worker.main as worker
from isotherm_worker.accounts.rounds import Rounds
from isotherm_worker.jobs import Job
from isotherm_worker.rollups.roller import Roller
from isotherm_worker.watch.broker import BrokerWatch
from isotherm_worker.watch.ticker import Ticker

def faulty(*_):
    raise ZeroDivisionError("injected")

worker.check_books = lambda: Job("books", 0.1, faulty)
Roller.again = faulty
BrokerWatch._claim = faulty
Rounds.run = faulty
Ticker._tick = faulty
worker.main()
"""


async def test_no_error_of_a_background_job_ends_the_process(
    database: Database, broker: Broker
) -> None:
    port = free_port()
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _FAULTY,
        env=_environment(database, broker) | {"ISOTHERM_MANAGEMENT_PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    faulty_jobs = {"broker administration", "books", "rollups again", "broker watch", "ticker"}
    health: dict[str, Any] = {}
    try:
        async with asyncio.timeout(60), httpx.AsyncClient(trust_env=False) as client:
            while health.get("failing") != faulty_jobs:
                with contextlib.suppress(httpx.TransportError):
                    response = await client.get(f"http://127.0.0.1:{port}/healthz")
                    assert response.status_code == 200
                    jobs = response.json()["jobs"]
                    health = {"failing": {name for name, job in jobs.items() if not job["ok"]}}
                await asyncio.sleep(0.1)
            metrics = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
    finally:
        if worker.returncode is None:
            worker.send_signal(signal.SIGTERM)
        output, _ = await worker.communicate()
    assert worker.returncode == 0
    assert jobs["books"]["why"] == "ZeroDivisionError"
    assert jobs["days"] == {"ok": True}
    failures = dict(
        re.findall(r'isotherm_process_background_failures_total\{name="(.+)"\} (.+)', metrics)
    )
    assert {name for name, count in failures.items() if float(count)} == faulty_jobs
    assert b"Traceback" in output


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
    _, stderr = await worker.communicate()
    assert worker.returncode == 2
    assert stderr.decode() == f"{missing}: is not set\n"
