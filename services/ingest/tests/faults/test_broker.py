"""The broker restarted by TERM under load, and ingest's client id in the hands of a device."""

import asyncio

from fault_load import Load
from fault_publisher import connect
from fault_sizes import Sizes
from fault_trial import Trial, killed, stopped
from wire import Wire

_WELCOME = 0
CLIENT_ID = "isotherm:ingest:test"


async def test_restarted_under_load(trial: Trial, devices: tuple[str, ...], sizes: Sizes) -> None:
    """Timed readings that a device sends again without an answer are duplicates."""
    load = Load(devices, sizes.restarted_messages, timed=True)
    await trial.subscribed()
    async with trial.ingest() as child:
        async with trial.publishing(load.messages(), load.count, sizes.rate):
            for number in range(sizes.restarts):
                await trial.reached(load.count * (number + 1) // (sizes.restarts + 2))
                await trial.world.broker.stop()
                await trial.world.broker.start()
        await trial.verdict(load)
        await stopped(child)


async def test_restarted_before_it_heard_what_is_stored(
    trial: Trial, devices: tuple[str, ...], sizes: Sizes
) -> None:
    """The restarted broker delivers bare numbers again that ingest has stored."""
    broker = trial.world.broker
    load = Load(devices, sizes.crash_messages, timed=False)
    async with Wire(broker.host, broker.port).laid() as wire:
        await trial.subscribed()
        async with trial.ingest(mqtt_port=wire.port) as child:
            await trial.marked()
            wire.hold()
            await trial.publish(load.messages(), load.count, sizes.rate)
            await trial.reached(load.count)
            await broker.stop()
            wire.cut()
            await broker.start()
            await trial.verdict(load)
            await stopped(child)
    assert (await trial.world.ledger())["duplicate"] >= load.count


async def test_a_device_takes_ingests_client_id(
    trial: Trial, devices: tuple[str, ...], sizes: Sizes
) -> None:
    """The broker restarts with ingest connected, and with messages waiting for it."""
    intruder, *others = devices
    load = Load(others, sizes.intruded_messages)
    await trial.subscribed()
    async with trial.publishing(load.messages(), load.count, sizes.rate):
        async with trial.ingest() as child:
            for number in range(sizes.intrusions):
                await trial.reached(load.count * (number + 1) // (sizes.intrusions * 2))
                await _intrude(trial, intruder)
            await killed(child)
        for _ in range(sizes.intrusions):
            await _intrude(trial, intruder)
    async with trial.ingest() as child:
        await trial.verdict(load)
        await stopped(child)


async def _intrude(trial: Trial, device: str) -> None:
    """On the devices' listener the name is its own, on the services' listener it is refused."""
    broker = trial.world.broker
    at_devices = await _connected(trial, device, broker.device_port)
    at_services = await _connected(trial, device, broker.port)
    assert at_devices == _WELCOME
    assert at_services != _WELCOME


async def _connected(trial: Trial, device: str, port: int) -> int:
    code, reader, writer = await connect(trial.world.broker, device, CLIENT_ID, port)
    if code == _WELCOME:
        # a clean session under that name would delete what waits for it
        writer.write(b"\xc0\x00")
        async with asyncio.timeout(30):
            assert await reader.readexactly(2) == b"\xd0\x00"
    writer.close()
    return code
