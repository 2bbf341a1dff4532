"""Durable readings a second, beside the C client that stores nothing and the tutorials' loop.

Interleaved rounds on one broker and one PostgreSQL in the product's configuration (fsync and
synchronous_commit on). The time runs from the first publish until the last reading is stored, or,
for the client that stores nothing, received.
"""

import asyncio
import json
import os
import platform
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from rich.console import Console
from rich.table import Table

from bench import load
from isotherm.bootstrap import PARTS, bootstrap, dsn_for
from isotherm.broker_file import Account, credential_for, render
from isotherm.migrate import upgrade
from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER, WORKER_ACCOUNT
from isotherm_devstack.mosquitto import Mosquitto
from isotherm_devstack.ports import LOOPBACK, free_port
from isotherm_devstack.postgres import Postgres
from isotherm_devstack.process import Command, Process, running

RESULTS = Path(__file__).parent / "results"
SETTLE_S = 2.0
"""For a peer that does not say when it has subscribed."""
TUTORIAL_SHARE = 10
"""The tutorial's loop gets a tenth of the messages: its rate does not depend on how many."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The running parts a round uses."""

    broker: Mosquitto
    passwords: dict[str, str]
    dsns: dict[str, str]
    home: Path

    async def publish(self, count: int) -> float:
        return await load.publish(LOOPBACK, self.broker.device_port, self.passwords, count)


@asynccontextmanager
async def database() -> AsyncIterator[tuple[Path, dict[str, str]]]:
    """A migrated database in a folder that goes afterwards: the folder, and each part's DSN."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        server = Postgres(home / "postgres", free_port(), secrets.token_hex(8), home / "pg.log")
        await server.prepare()
        async with running(server):
            logins = {part: secrets.token_hex(8) for part in PARTS}
            await bootstrap(server.dsn(), logins)
            dsns = {part: dsn_for(server.dsn(), part, logins[part], "isotherm") for part in PARTS}
            await upgrade(dsns["owner"])
            yield home, dsns


@asynccontextmanager
async def parts(home: Path, dsns: dict[str, str]) -> AsyncIterator[Parts]:
    """A fresh broker: a session left by one runner would take its share of the next one's load."""
    names = (INGEST_ACCOUNT, WORKER_ACCOUNT, *load.device_names())
    passwords = {name: secrets.token_urlsafe(18) for name in names}
    folder = home / f"mosquitto-{secrets.token_hex(4)}"
    broker = Mosquitto(folder, free_port(), free_port(), folder / "mosquitto.log")
    broker.prepare(render(Account(n, credential_for(p)) for n, p in passwords.items()))
    async with running(broker):
        yield Parts(broker, passwords, dsns, home)


@asynccontextmanager
async def _process(
    parts: Parts, name: str, argv: tuple[str, ...], **env: str
) -> AsyncIterator[Process]:
    process = Process(Command(name, argv, parts.home / f"{name}.log", env=env))
    await process.start()
    try:
        yield process
    finally:
        await process.stop()


async def _until(connection: asyncpg.Connection, table: str, wanted: int) -> float:
    """When so many rows were there (monotonic)."""
    query = f"SELECT count(*) FROM {table}"  # noqa: S608  a name written below
    while await connection.fetchval(query) < wanted:
        await asyncio.sleep(0.02)
    return time.monotonic()


async def _subscribed(parts: Parts, log: Path, word: str) -> None:
    """Waits until the process's log says that it listens."""
    while word not in (log.read_text() if log.exists() else ""):
        await asyncio.sleep(0.05)


async def isotherm(parts: Parts, count: int) -> float:
    """Ours, stored: messages a second."""
    owner = await asyncpg.connect(parts.dsns["owner"])
    try:
        await owner.execute("TRUNCATE reading")
        env = {
            "ISOTHERM_DATABASE_URL": parts.dsns["ingest"],
            "ISOTHERM_INSTANCE": "bench",
            "ISOTHERM_MANAGEMENT_PORT": "0",
            "ISOTHERM_MQTT_PORT": str(parts.broker.port),
            "ISOTHERM_MQTT_USERNAME": INGEST_ACCOUNT,
            "ISOTHERM_MQTT_PASSWORD": parts.passwords[INGEST_ACCOUNT],
        }
        argv = (sys.executable, "-c", "from isotherm_ingest.main import main; main()")
        log = parts.home / "ingest.log"
        log.unlink(missing_ok=True)
        async with _process(parts, "ingest", argv, **env):
            await _subscribed(parts, log, "connected to the broker")
            began = await parts.publish(count)
            return count / (await _until(owner, "reading", count) - began)
    finally:
        await owner.close()


async def mosquitto_sub(parts: Parts, count: int) -> float:
    """The C client, nothing stored: messages a second."""
    program = shutil.which("mosquitto_sub")
    if program is None:
        raise RuntimeError("mosquitto_sub is missing: apt-get install mosquitto-clients")
    account = ("-u", INGEST_ACCOUNT, "-P", parts.passwords[INGEST_ACCOUNT])
    argv = (program, "-p", str(parts.broker.port), *account, "-q", "1", "-t", READINGS_FILTER)
    child = await asyncio.create_subprocess_exec(
        *argv, "-C", str(count), stdout=asyncio.subprocess.DEVNULL
    )
    await asyncio.sleep(SETTLE_S)
    began = await parts.publish(count)
    await child.wait()
    return count / (time.monotonic() - began)


async def tutorial(parts: Parts, count: int) -> float:
    """The tutorials' loop, stored: messages a second."""
    count = count // TUTORIAL_SHARE // load.DEVICES * load.DEVICES
    owner = await asyncpg.connect(parts.dsns["owner"])
    try:
        await owner.execute("DROP TABLE IF EXISTS tutorial")
        await owner.execute(
            "CREATE TABLE tutorial (topic text, measured_at timestamptz, value float8)"
        )
        env = {
            "DSN": parts.dsns["owner"],
            "MQTT_PORT": str(parts.broker.port),
            "MQTT_USERNAME": INGEST_ACCOUNT,
            "MQTT_PASSWORD": parts.passwords[INGEST_ACCOUNT],
        }
        argv = (sys.executable, str(Path(__file__).parent / "peers" / "tutorial.py"))
        async with _process(parts, "tutorial", argv, **env):
            await asyncio.sleep(SETTLE_S)
            began = await parts.publish(count)
            return count / (await _until(owner, "tutorial", count) - began)
    finally:
        await owner.close()


RUNNERS = {"isotherm": isotherm, "mosquitto_sub": mosquitto_sub, "tutorial": tutorial}


async def run(rounds: int, messages: int) -> None:
    """Runs the rounds, prints the table and saves `results/ingest.json`."""
    console = Console()
    messages = messages // load.DEVICES * load.DEVICES
    rates: dict[str, list[float]] = {name: [] for name in RUNNERS}
    async with database() as (home, dsns):
        for number in range(rounds):
            for name, runner in RUNNERS.items():
                async with parts(home, dsns) as running_parts:
                    rates[name].append(await runner(running_parts, messages))
                console.print(f"round {number + 1}: {name} {rates[name][-1]:,.0f} a second")
    medians = {name: statistics.median(each) for name, each in rates.items()}
    claims = [
        _claim("durable readings a second, against the tutorials' loop",
               medians["isotherm"] / medians["tutorial"], 2.0),
        _claim("durable readings a second, against mosquitto_sub storing nothing",
               medians["isotherm"] / medians["mosquitto_sub"], 0.1),
    ]  # fmt: skip
    table = Table("claim", "value", "at least", "held")
    for claim in claims:
        table.add_row(str(claim["name"]), f"{claim['value']:.2f}", f"{claim['at_least']:.2f}",
                      "yes" if claim["ok"] else "NO")  # fmt: skip
    console.print(table)
    result = {
        "claims": claims,
        "rounds": rates,
        "medians": medians,
        "messages": messages,
        "versions": {"python": platform.python_version()},
        "machine": {"cores": os.cpu_count(), "system": platform.platform()},
    }
    (RESULTS / "ingest.json").write_text(json.dumps(result, indent=1) + "\n")


def _claim(name: str, value: float, at_least: float) -> dict[str, object]:
    return {"name": name, "value": value, "at_least": at_least, "ok": value >= at_least}
