"""Ingest killed by SIGKILL under load, and what it had stored without the broker hearing of it."""

from fault_load import Load, Message
from fault_sizes import Sizes
from fault_trial import Trial, killed, stopped
from wire import Wire


async def test_ingest_killed_under_load(
    trial: Trial, devices: tuple[str, ...], sizes: Sizes
) -> None:
    """Killed by turns in the middle of a transaction and at an arbitrary moment."""
    load = Load(devices, sizes.killed_messages)
    await trial.subscribed()
    async with trial.publishing(load.messages(), load.count, sizes.rate):
        for number in range(sizes.kills):
            if number % 2:
                async with trial.ingest() as child:
                    await trial.reached(load.count * (number + 1) // (sizes.kills + 2))
                    await killed(child)
            else:
                async with trial.transactions_held_open(), trial.ingest() as child:
                    await trial.in_its_transaction()
                    await killed(child)
        async with trial.ingest() as child:
            await trial.verdict(load)
            await stopped(child)


async def test_redelivered_and_replayed(
    trial: Trial, devices: tuple[str, ...], sizes: Sizes
) -> None:
    """Killed after COMMIT and before its acknowledgements: all is redelivered, and counts once."""
    broker = trial.world.broker
    loads = [
        Load(devices, sizes.crash_messages, first=crash * sizes.crash_messages)
        for crash in range(sizes.crashes)
    ]
    async with Wire(broker.host, broker.port).laid() as wire:
        await trial.subscribed()
        for number, load in enumerate(loads, 1):
            async with trial.ingest(mqtt_port=wire.port) as child:
                await trial.marked()
                wire.hold()
                await trial.publish(load.messages(), load.count, sizes.rate)
                await trial.reached(number * load.count)
                await killed(child)
                wire.cut()
        async with trial.ingest(mqtt_port=wire.port) as child:
            await trial.marked()
            again = await trial.world.ledger()
            assert again["duplicate"] >= sizes.crashes * sizes.crash_messages
            for _ in range(2):
                for load in loads:
                    await trial.publish(timed_of(load), 0, sizes.rate)
            await trial.verdict(*loads)
            await stopped(child)
    timed = sum(len(messages) for load in loads for messages in timed_of(load).values())
    ledger = await trial.world.ledger()
    assert ledger["duplicate"] == again["duplicate"] + 2 * timed
    assert timed > 0


def timed_of(load: Load) -> dict[str, list[Message]]:
    """Return the messages that carry their times."""
    return {
        device: [message for message in messages if message[1].startswith(b"{")]
        for device, messages in load.messages().items()
    }
