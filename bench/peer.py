"""Peers in a trial: programs that subscribe as ingest does, and store, or throw away."""

import asyncio
import os
import re
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.errors import BenchError
from bench.load import Load
from bench.parts import Server, Stage, stage
from bench.throughput import RATE
from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER, WORKER_ACCOUNT
from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.frontend_build import install
from isotherm_devstack.paths import REPOSITORY, script
from isotherm_devstack.process import Command, Process

_NODE = Path(__file__).parent / "peers" / "node"
_LOOK_EVERY_S = 0.02
_START_S, _LEAST_A_SECOND, _PATIENCE_S = 60.0, 500, 120.0
_SUBSCRIPTIONS = "$SYS/broker/shared_subscriptions/count"

# without a key, which ours has: less work than ours
_TABLE = "CREATE TABLE peer_reading (topic text, measured_at timestamptz, value float8)"
_COUNT = "SELECT count(*) FROM peer_reading"

Argv = tuple[str, ...]


def python(name: str) -> Argv:
    """The words that run one of the peers in Python."""
    return (sys.executable, "-m", f"bench.peers.{name}")


async def stores(server: Server, load: Load, argv: Argv) -> dict[str, float]:
    """A peer that says `stored` when it has stored all; the count of its rows must agree."""
    async with stage(server, load) as on:
        await on.owner.execute(_TABLE)
        rate = await _rate(on, argv)
        rows = await on.owner.fetchval(_COUNT)
        if rows != load.messages:
            raise BenchError(f"{load.messages:,} messages became {rows:,} rows")
        return {RATE: rate}


async def takes(server: Server, load: Load, argv: Argv) -> dict[str, float]:
    """A peer that says `stored` when it has taken and acknowledged all."""
    async with stage(server, load) as on:
        return {RATE: await _rate(on, argv)}


async def node(server: Server, load: Load) -> dict[str, float]:
    """MQTT.js and node-postgres; their packages are installed at first use."""
    await install(_NODE)
    return await stores(server, load, (script("node"), str(_NODE / "peer.js")))


async def mosquitto_sub(server: Server, load: Load) -> dict[str, float]:
    """The C client; what it receives is thrown away."""
    program = shutil.which("mosquitto_sub")
    if program is None:
        raise MissingProgramError(
            "mosquitto_sub is missing. Type: sudo apt-get install -y mosquitto-clients"
        )
    async with stage(server, load) as on:
        account = ("-u", INGEST_ACCOUNT, "-P", on.broker.passwords[INGEST_ACCOUNT])
        where = ("-h", on.broker.host, "-p", str(on.broker.port), *account)
        argv = (program, *where, "-q", "1", "-t", READINGS_FILTER, "-C", str(load.messages))
        async with _running(on, argv, Path(os.devnull)) as process:
            await _subscribed(on)
            async with on.publisher() as publisher:
                began = await publisher.start()
                async with asyncio.timeout(_patience_s(load)):
                    code = await process.wait()
            if code:
                raise BenchError(f"mosquitto_sub ended with code {code}")
            return {RATE: load.messages / (time.monotonic() - began)}


async def _rate(on: Stage, argv: Argv) -> float:
    """Messages a second, from the first publish until the peer says `stored`."""
    log = on.folder / "peer.log"
    async with _running(on, argv, log) as process, on.publisher() as publisher:
        await _line(process, log, r"^subscribed (\S+)$", _START_S)
        began = await publisher.start()
        ended = await _line(process, log, r"^stored (\S+)$", _patience_s(on.load))
        return on.load.messages / (float(ended) - began)


async def _subscribed(on: Stage) -> None:
    """Waits until the broker counts a shared subscription, which it does every 5 seconds."""
    async with on.broker.service(WORKER_ACCOUNT) as client, asyncio.timeout(_START_S):
        await client.subscribe(_SUBSCRIPTIONS)
        async for message in client.messages:
            if int(str(message.payload, "utf-8")):
                return


def _patience_s(load: Load) -> float:
    return _PATIENCE_S + load.messages / _LEAST_A_SECOND


@asynccontextmanager
async def _running(on: Stage, argv: Argv, log: Path) -> AsyncIterator[Process]:
    """A peer's process, told where everything is; ended with the block."""
    told = {
        "DSN": on.database.owner,
        "MESSAGES": str(on.load.messages),
        "MQTT_PORT": str(on.broker.port),
        "MQTT_USERNAME": INGEST_ACCOUNT,
        "MQTT_PASSWORD": on.broker.passwords[INGEST_ACCOUNT],
        "READINGS_FILTER": READINGS_FILTER,
    }
    process = Process(Command("peer", argv, log, env=told, cwd=REPOSITORY))
    await process.start()
    try:
        yield process
    finally:
        await process.stop()


async def _line(process: Process, log: Path, pattern: str, timeout_s: float) -> str:
    """Waits for a line of a log; gives its group. Raises BenchError where it does not come."""
    deadline = time.monotonic() + timeout_s
    while not (said := re.search(pattern, log.read_text() if log.exists() else "", re.MULTILINE)):
        if process.returncode is not None:
            raise BenchError(f"ended with code {process.returncode}: {process.tail(5)}")
        if time.monotonic() > deadline:
            raise BenchError(f"did not say {pattern} in {timeout_s:.0f} s: {process.tail(5)}")
        await asyncio.sleep(_LOOK_EVERY_S)
    return said[1]
