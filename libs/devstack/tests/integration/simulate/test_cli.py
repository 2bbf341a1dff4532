"""The simulator against the real broker: its count is what a subscriber received, once."""

import asyncio
import json
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiomqtt
import pytest
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from isotherm.instants import to_ms
from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER, split_topic
from isotherm_devstack.simulate.devices import mixed
from isotherm_devstack.testing.broker import Broker

HANG = 120.0
MINUTES_A_DAY = 1_440
LIVE_MS = 200
Reading = tuple[int | None, float]
Readings = dict[str, list[Reading]]


class Subscriber:
    """Subscribes as ingest does, with a session that survives lost connections."""

    def __init__(self, broker: Broker) -> None:
        self.readings: Readings = {}
        self.status: dict[str, str] = {}
        self._broker = broker
        self._seen: set[int] = set()
        self._changed = asyncio.Condition()

    def client(self) -> aiomqtt.Client:
        """Return its client, not yet connected."""
        session = Properties(PacketTypes.CONNECT)
        session.SessionExpiryInterval = 3_600
        return self._broker.service(
            INGEST_ACCOUNT, identifier="isotherm:ingest:test", clean_start=False, properties=session
        )

    async def listen(self) -> None:
        """Receive until cancelled; reconnect after every loss."""
        while True:
            try:
                async with self.client() as client:
                    await client.subscribe(READINGS_FILTER, qos=1)
                    async for message in client.messages:
                        await self._record(message)
            except aiomqtt.MqttError:
                await asyncio.sleep(0.1)

    async def _record(self, message: aiomqtt.Message) -> None:
        if message.mid in self._seen:  # its acknowledgement was lost; there are fewer than 65,535
            return
        self._seen.add(message.mid)
        device, channel = split_topic(str(message.topic)) or ("", "")
        text = str(message.payload, "utf-8")
        async with self._changed:
            if channel == "status":
                self.status[device] = text
            else:
                self.readings.setdefault(device, []).extend(elements(json.loads(text)))
            self._changed.notify_all()

    @property
    def distinct(self) -> int:
        """The number of readings that ingest would store: repeated timed ones are duplicates."""
        untimed = sum(time is None for readings in self.readings.values() for time, _ in readings)
        timed = {
            (name, time)
            for name, readings in self.readings.items()
            for time, _ in readings
            if time is not None
        }
        return untimed + len(timed)

    async def until(self, reached: Callable[[], bool]) -> None:
        """Wait until `reached()` is true."""
        async with asyncio.timeout(HANG), self._changed:
            await self._changed.wait_for(reached)


def elements(document: Any) -> Iterable[Reading]:
    """Yield the readings of a decoded payload: (ms or None, value)."""
    for element in document if isinstance(document, list) else [document]:
        if isinstance(element, dict):
            time = element.get("time")
            if isinstance(time, str):
                time = to_ms(datetime.fromisoformat(time))
            yield time, element["value"]
        else:
            yield None, element


@asynccontextmanager
async def listening(broker: Broker) -> AsyncIterator[Subscriber]:
    """Yield a subscriber that is already subscribed."""
    subscriber = Subscriber(broker)
    async with subscriber.client() as client:
        await client.subscribe(READINGS_FILTER, qos=1)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(subscriber.listen())
        yield subscriber
        task.cancel()


class Command:
    """The command `isotherm-simulate`, with its files in a folder."""

    def __init__(self, broker: Broker, folder: Path) -> None:
        self._broker = broker
        self._folder = folder
        self.count = folder / "count.json"

    async def start(self, *arguments: str) -> Process:
        """Start it and return its process."""
        files = {
            "--credentials": self._folder / "credentials.json",
            "--anchor-file": self._folder / "anchor.json",
            "--count-file": self.count,
        }
        files["--credentials"].write_text(json.dumps(self._broker.passwords))
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from isotherm_devstack.simulate.cli import main; main()",
            *(word for option, path in files.items() for word in (option, str(path))),
            *("--port", str(self._broker.device_port), *arguments),
            stdout=PIPE,
            stderr=PIPE,
        )

    async def finish(self, process: Process) -> dict[str, Any]:
        """Wait for its end; return its summary."""
        async with asyncio.timeout(HANG):
            out, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        summary: dict[str, Any] = json.loads(out)
        return summary

    async def run(self, *arguments: str) -> dict[str, Any]:
        """Start it and wait for its end; return its summary."""
        return await self.finish(await self.start(*arguments))


@pytest.fixture
async def simulate(broker: Broker, tmp_path: Path) -> Command:
    """The command, with accounts for seven devices: one of each profile."""
    for device in mixed(7):
        await broker.add_device(device.name)
    return Command(broker, tmp_path)


async def test_history_arrives_once_and_is_counted(simulate: Command, broker: Broker) -> None:
    history = ("--devices", "7", "--backfill-days", "2", "--once")
    async with listening(broker) as subscriber:
        first = await simulate.run(*history)
        again = await simulate.run(*history)
        await subscriber.until(lambda: subscriber.distinct >= first["readings"])
    expected = 7 * 2 * MINUTES_A_DAY
    assert (first["readings"], first["missing"], first["in_doubt"]) == (expected, 0, 0)
    assert again["anchor"] == first["anchor"]
    assert again["this_run"]["readings"] == 0
    assert sum(len(readings) for readings in subscriber.readings.values()) == expected
    for readings in subscriber.readings.values():
        times = [time for time, _ in readings if time is not None]
        assert len(times) == len(readings)
        assert all(before < after for before, after in pairwise(times))
        assert times[-1] <= first["anchor"]


async def test_live_readings_are_counted_and_sigterm_stops_it_cleanly(
    simulate: Command, broker: Broker
) -> None:
    async with listening(broker) as subscriber:
        process = await simulate.start(
            "--devices", "7", "--backfill-days", "0.1", "--live-interval", "0.2"
        )
        await subscriber.until(
            lambda: len(subscriber.readings) == 7 and subscriber.distinct > 7 * 144 + 50
        )
        process.send_signal(signal.SIGTERM)
        summary = await simulate.finish(process)
        await subscriber.until(
            lambda: (
                subscriber.distinct >= summary["readings"]
                and set(subscriber.status.values()) == {"offline"}
            )
        )
    assert sum(len(readings) for readings in subscriber.readings.values()) == summary["readings"]
    assert summary["in_doubt"] == 0
    assert json.loads(simulate.count.read_text()) == summary
    assert any(time is None for readings in subscriber.readings.values() for time, _ in readings)


async def test_readings_measured_during_an_outage_of_the_broker_are_sent_later(
    simulate: Command, broker: Broker
) -> None:
    history = ("--devices", "7", "--backfill-days", "1")
    senders = {device.name for device in mixed(7) if device.profile != "goes_silent"}
    async with listening(broker) as subscriber:
        process = await simulate.start(*history, "--live-interval", str(LIVE_MS / 1_000))
        await subscriber.until(lambda: len(subscriber.readings) == 7)
        await broker.stop()
        await asyncio.sleep(1.0)  # the outage itself
        await broker.start()
        back = {name: len(subscriber.readings[name]) for name in senders}
        await subscriber.until(
            lambda: all(len(subscriber.readings[n]) > count + 20 for n, count in back.items())
        )
        process.send_signal(signal.SIGINT)
        await simulate.finish(process)
        summary = await simulate.run(*history, "--once")  # what was missing at the stop
        await subscriber.until(lambda: subscriber.distinct >= summary["readings"])
    least = summary["readings"]
    assert summary["missing"] == 0
    assert least <= subscriber.distinct <= least + summary["in_doubt"]
    for name in ("sim-0002", "sim-0003"):  # they send times, so an outage leaves no gap
        times = sorted({time for time, _ in subscriber.readings[name] if time is not None})
        live = [time for time in times if time > summary["anchor"]]
        assert max(b - a for a, b in pairwise(live)) < 2 * LIVE_MS
    for readings in subscriber.readings.values():
        values: dict[int, float] = {}
        for time, value in readings:
            assert time is None or values.setdefault(time, value) == value  # never a conflict


async def test_without_a_subscriber_nothing_is_counted_and_nothing_is_lost(
    simulate: Command, broker: Broker
) -> None:
    process = await simulate.start(
        "--devices", "2", "--backfill-days", "0.5", "--live-interval", "0.2"
    )
    assert process.stderr is not None
    async with asyncio.timeout(HANG):
        line = await process.stderr.readline()
    assert re.match(rb"\d/2 connected \S+ 0 readings sent", line)
    async with listening(broker) as subscriber:
        await subscriber.until(lambda: subscriber.distinct > 2 * MINUTES_A_DAY / 2)
        process.send_signal(signal.SIGTERM)
        summary = await simulate.finish(process)
        await subscriber.until(lambda: subscriber.distinct >= summary["readings"])
    assert subscriber.distinct == summary["readings"]
    assert summary["messages"] > 0


async def test_a_wrong_password_ends_it_and_names_the_device(
    simulate: Command, broker: Broker
) -> None:
    broker.passwords["sim-0002"] = "not the password"
    process = await simulate.start("--devices", "2", "--once")
    async with asyncio.timeout(HANG):
        _, err = await process.communicate()
    assert process.returncode == 1
    assert b"sim-0002" in err.splitlines()[-1]


async def test_a_device_that_may_not_publish_is_named(simulate: Command, broker: Broker) -> None:
    await broker.command(
        {
            "command": "removeRoleACL",
            "rolename": "device-sim-0001",
            "acltype": "publishClientSend",
            "topic": "sensors/sim-0001/#",
        }
    )
    process = await simulate.start("--devices", "1", "--once")
    async with asyncio.timeout(HANG):
        _, err = await process.communicate()
    assert process.returncode == 1
    assert b"publish to sensors/sim-0001/" in err.splitlines()[-1]
