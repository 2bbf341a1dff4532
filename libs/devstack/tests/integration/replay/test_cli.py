"""The replay against the real broker: it sends the year once, ending at its anchor."""

import asyncio
import json
import sys
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from isotherm.instants import SystemClock, to_ms
from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER
from isotherm_devstack.demo.fleet import REPLAYED
from isotherm_devstack.testing.broker import Broker

HANG = 120.0
ROWS = 7_267


async def replay(broker: Broker, folder: Path, *arguments: str) -> dict[str, Any]:
    """Run the command to its end; return its summary."""
    credentials = folder / "credentials.json"
    credentials.write_text(json.dumps(broker.passwords))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from isotherm_devstack.replay.cli import main; main()",
        *("--port", str(broker.device_port), "--credentials", str(credentials)),
        *("--anchor-file", str(folder / "replay.json"), *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(HANG):
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    summary: dict[str, Any] = json.loads(out)
    return summary


async def test_the_year_arrives_once_and_a_second_start_sends_nothing(
    broker: Broker, tmp_path: Path
) -> None:
    await broker.add_device(REPLAYED.device)
    began = to_ms(SystemClock().now())
    received: list[dict[str, Any]] = []
    async with broker.service(INGEST_ACCOUNT) as subscriber:
        await subscriber.subscribe(READINGS_FILTER, qos=1)
        first = await replay(broker, tmp_path, "--offset", "-05:00")
        repeated = await replay(broker, tmp_path)
        async with asyncio.timeout(HANG):
            async for message in subscriber.messages:
                if message.topic.matches(f"sensors/{REPLAYED.device}/{REPLAYED.channel}"):
                    received.extend(json.loads(str(message.payload, "utf-8")))
                if len(received) >= ROWS:
                    break
    assert (first["readings"], first["missing"], first["messages"]) == (ROWS, 0, 8)
    assert repeated == first
    times = [to_ms(datetime.fromisoformat(element["time"])) for element in received]
    assert len(times) == ROWS
    assert all(before < after for before, after in pairwise(times))
    assert began <= times[-1] == first["anchor"] <= to_ms(SystemClock().now())
    assert {element["unit"] for element in received} == {"F"}
    assert all(element["time"].endswith("-05:00") for element in received)
