"""All devices together: one summary, one record, and one end for all of them."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiomqtt
import pytest

from isotherm.instants import SystemClock, to_ms
from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER
from isotherm_devstack.simulate.devices import mixed
from isotherm_devstack.simulate.display import Display
from isotherm_devstack.simulate.link import Broker, RefusedError
from isotherm_devstack.simulate.pace import Pacer, Stop
from isotherm_devstack.simulate.player import Surroundings
from isotherm_devstack.simulate.record import Terms, open_record
from isotherm_devstack.simulate.simulation import Simulation
from isotherm_devstack.testing import broker as brokers

HANG = 30.0
DEVICES = mixed(2)
HOUR_DAYS = 1 / 24
TERMS = Terms(seed=0, interval_ms=60_000, speed=1.0)
Start = Callable[..., tuple[Simulation, Surroundings]]


@pytest.fixture
def shown() -> io.StringIO:
    """What people see of the progress."""
    return io.StringIO()


@pytest.fixture
async def start(broker: brokers.Broker, tmp_path: Path, shown: io.StringIO) -> Start:
    """What makes a simulation of two devices with an hour of history each."""
    for device in DEVICES:
        await broker.add_device(device.name)

    def make(
        live_ms: int | None = None, on_save: Callable[[dict[str, Any]], None] = lambda _: None
    ) -> tuple[Simulation, Surroundings]:
        clock, stop = SystemClock(), Stop()
        record = open_record(tmp_path / "anchor.json", TERMS, to_ms(clock.now()))
        address = Broker(broker.host, broker.device_port)
        around = Surroundings(address, clock, record, Pacer(None, stop), stop, live_ms)
        display = Display(shown)
        passwords = broker.passwords
        return Simulation(DEVICES, passwords, HOUR_DAYS, around, display, on_save), around

    return make


@pytest.fixture
async def ingest(broker: brokers.Broker) -> AsyncIterator[aiomqtt.Client]:
    """A client with ingest's account and subscription."""
    async with broker.service(INGEST_ACCOUNT) as client:
        await client.subscribe(READINGS_FILTER, qos=1)
        yield client


async def _run(simulation: Simulation) -> None:
    async with asyncio.timeout(HANG):
        await simulation.run()


@pytest.mark.usefixtures("ingest")
async def test_the_summary_counts_all_starts_and_this_one(
    start: Start, shown: io.StringIO, tmp_path: Path
) -> None:
    saved: list[dict[str, Any]] = []
    first, around = start(on_save=saved.append)
    assert first.summary()["missing"] == 120
    await _run(first)
    counts = {"messages": 2, "readings": 120, "in_doubt": 0}
    anchor = around.record.anchor
    expected = {"anchor": anchor, "devices": 2, **counts, "missing": 0, "this_run": counts}
    assert first.summary() == expected
    assert saved[-1] == expected
    assert shown.getvalue().splitlines()[-1] == "0/2 connected · 120 readings sent"
    stored = json.loads((tmp_path / "anchor.json").read_text())["devices"]
    assert [sent["readings"] for sent in stored.values()] == [60, 60]

    again, _ = start()
    await _run(again)
    nothing = dict.fromkeys(counts, 0)
    assert again.summary() == expected | {"this_run": nothing}


async def test_the_stop_ends_all_devices_and_the_last_line_is_the_final_count(
    start: Start, shown: io.StringIO, ingest: aiomqtt.Client
) -> None:
    simulation, around = start(live_ms=60_000)
    around.record.devices["sim-0001"].in_doubt = 3
    last: dict[str, object] = {}
    async with asyncio.timeout(HANG), asyncio.TaskGroup() as tasks:
        tasks.create_task(simulation.run())
        async for message in ingest.messages:
            last[str(message.topic)] = message.payload
            if len(last) == 4:  # a status and a reading of each
                around.stop.set()
            if [last.get(device.status_topic) for device in DEVICES] == [b"offline"] * 2:
                break
    line = shown.getvalue().splitlines()[-1]
    assert line.startswith(f"0/2 connected · {simulation.summary()['readings']} readings sent")
    assert line.endswith(" · 3 in doubt")


async def test_a_refused_device_ends_all_of_them(
    start: Start, broker: brokers.Broker, shown: io.StringIO, tmp_path: Path
) -> None:
    broker.passwords["sim-0002"] = "wrong"
    simulation, _ = start()  # the other one finds nobody who takes its history
    with pytest.raises(RefusedError, match="the broker refused sim-0002"):
        await _run(simulation)
    assert shown.getvalue().splitlines()[-1] == "0/2 connected · 0 readings sent · 120 to send"
    assert "sim-0001" in (tmp_path / "anchor.json").read_text()
