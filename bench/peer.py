"""Trials of peers: programs that subscribe like ingest, and store or discard the messages."""

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
from isotherm_devstack.host.paths import REPOSITORY, script
from isotherm_devstack.host.process import Command, Process
from isotherm_devstack.parts.frontend_build import install

_NODE = Path(__file__).parent / "peers" / "node"
_LOOK_EVERY_S = 0.02
_START_S, _LEAST_A_SECOND, _PATIENCE_S = 60.0, 500, 120.0
_SUBSCRIPTIONS = "$SYS/broker/shared_subscriptions/count"

# it has no key, unlike the table of readings: less work
_TABLE = "CREATE TABLE peer_reading (topic text, measured_at timestamptz, value float8)"
_COUNT = "SELECT count(*) FROM peer_reading"

Argv = tuple[str, ...]


def python(name: str) -> Argv:
    """Return the command line of a Python peer."""
    return (sys.executable, "-m", f"bench.peers.{name}")


async def stores(server: Server, load: Load, argv: Argv) -> dict[str, float]:
    """Return the rate of a peer that prints `stored` when done.

    Raise BenchError unless it stored one row per message.
    """
    async with stage(server, load) as on:
        await on.owner.execute(_TABLE)
        rate = await _rate(on, argv)
        rows = await on.owner.fetchval(_COUNT)
        if rows != load.messages:
            raise BenchError(f"{load.messages:,} messages became {rows:,} rows")
        return {RATE: rate}


async def takes(server: Server, load: Load, argv: Argv) -> dict[str, float]:
    """Return the rate of a peer that prints `stored` when it has acknowledged all messages."""
    async with stage(server, load) as on:
        return {RATE: await _rate(on, argv)}


async def node(server: Server, load: Load) -> dict[str, float]:
    """Return the rate of MQTT.js with node-postgres; installs their packages at first use."""
    await install(_NODE)
    return await stores(server, load, (script("node"), str(_NODE / "peer.js")))


async def mosquitto_sub(server: Server, load: Load) -> dict[str, float]:
    """Return the rate of the C client, which discards what it receives."""
    program = shutil.which("mosquitto_sub")
    if program is None:
        raise MissingProgramError(
            "mosquitto_sub is missing. Run: sudo apt-get install -y mosquitto-clients"
        )
    async with stage(server, load) as on:
        account = ("-u", INGEST_ACCOUNT, "-P", on.broker.passwords[INGEST_ACCOUNT])
        address = ("-h", on.broker.host, "-p", str(on.broker.port), *account)
        argv = (program, *address, "-q", "1", "-t", READINGS_FILTER, "-C", str(load.messages))
        async with _running(on, argv, Path(os.devnull)) as process:
            await _subscribed(on)
            async with on.publisher() as publisher:
                began = await publisher.start()
                async with asyncio.timeout(_patience_s(load)):
                    code = await process.wait()
            if code:
                raise BenchError(f"mosquitto_sub exited with {code}")
            return {RATE: load.messages / (time.monotonic() - began)}


async def _rate(on: Stage, argv: Argv) -> float:
    """Return messages a second, from the first publish until the peer prints `stored`."""
    log = on.folder / "peer.log"
    async with _running(on, argv, log) as process, on.publisher() as publisher:
        await _line(process, log, r"^subscribed (\S+)$", _START_S)
        began = await publisher.start()
        ended = await _line(process, log, r"^stored (\S+)$", _patience_s(on.load))
        return on.load.messages / (float(ended) - began)


async def _subscribed(on: Stage) -> None:
    """Wait until the broker reports a shared subscription; it updates the count every 5 s."""
    async with on.broker.service(WORKER_ACCOUNT) as client, asyncio.timeout(_START_S):
        await client.subscribe(_SUBSCRIPTIONS)
        async for message in client.messages:
            if int(str(message.payload, "utf-8")):
                return


def _patience_s(load: Load) -> float:
    return _PATIENCE_S + load.messages / _LEAST_A_SECOND


@asynccontextmanager
async def _running(on: Stage, argv: Argv, log: Path) -> AsyncIterator[Process]:
    """Run a peer's process during the block, with all addresses in its environment."""
    environment = {
        "DSN": on.database.owner,
        "MESSAGES": str(on.load.messages),
        "MQTT_PORT": str(on.broker.port),
        "MQTT_USERNAME": INGEST_ACCOUNT,
        "MQTT_PASSWORD": on.broker.passwords[INGEST_ACCOUNT],
        "READINGS_FILTER": READINGS_FILTER,
    }
    process = Process(Command("peer", argv, log, env=environment, cwd=REPOSITORY))
    await process.start()
    try:
        yield process
    finally:
        await process.stop()


async def _line(process: Process, log: Path, pattern: str, timeout_s: float) -> str:
    """Wait for a line in a log and return its group. Raise BenchError after `timeout_s`."""
    deadline = time.monotonic() + timeout_s
    while not (line := re.search(pattern, log.read_text() if log.exists() else "", re.MULTILINE)):
        if process.returncode is not None:
            raise BenchError(f"the peer exited with {process.returncode}: {process.tail(5)}")
        if time.monotonic() > deadline:
            raise BenchError(f"no line {pattern} in {timeout_s:.0f} s: {process.tail(5)}")
        await asyncio.sleep(_LOOK_EVERY_S)
    return line[1]
