"""PostgreSQL stopped at once, away for a while, or slow, while devices go on publishing."""

from fault_load import Load
from fault_sizes import Sizes
from fault_trial import Trial, stopped
from wire import Wire


async def test_stopped_at_once_under_load(
    trial: Trial, devices: tuple[str, ...], sizes: Sizes
) -> None:
    """The same ingest continues: a transaction that was interrupted is tried again."""
    load = Load(devices, sizes.stopped_messages)
    await trial.subscribed()
    async with trial.ingest() as child:
        async with trial.publishing(load.messages(), load.count, sizes.rate):
            for number in range(sizes.stops):
                await trial.reached(load.count * (number + 1) // (sizes.stops + 2))
                await trial.server.stop_at_once()
                await trial.server.start()
        await trial.verdict(load)
        await stopped(child)


async def test_away(trial: Trial, devices: tuple[str, ...], sizes: Sizes) -> None:
    """PostgreSQL is unavailable while everything is published; nothing is acknowledged."""
    load = Load(devices, sizes.away_s * sizes.away_rate)
    await trial.subscribed()
    async with trial.ingest() as child:
        await trial.marked()
        await trial.server.stop()
        try:
            await trial.publish(load.messages(), load.count, sizes.away_rate)
        finally:
            await trial.server.start()
        await trial.verdict(load)
        await stopped(child)


async def test_slow(trial: Trial, devices: tuple[str, ...], sizes: Sizes) -> None:
    """Every request to PostgreSQL and every response is delayed."""
    load = Load(devices, sizes.slow_messages)
    async with Wire.to_database(trial.world.database.ingest) as (wire, slow):
        wire.late_s = sizes.slow_s
        await trial.subscribed()
        async with trial.ingest(database_url=slow) as child:
            await trial.publish(load.messages(), load.count, sizes.rate)
            await trial.verdict(load)
            await stopped(child)


async def test_held_up(trial: Trial, devices: tuple[str, ...], sizes: Sizes) -> None:
    """A batch waits in the middle of its transaction for a lock held by somebody else."""
    load = Load(devices, sizes.slow_messages)
    await trial.subscribed()
    async with trial.ingest() as child:
        async with trial.publishing(load.messages(), load.count, sizes.rate) as publisher:
            await trial.reached(load.count // 4)

            async def further() -> bool:
                return publisher.acknowledged >= load.count * 3 // 4

            async with trial.world.sql.transaction():
                await trial.world.sql.execute("LOCK TABLE reading IN SHARE MODE")
                await trial.until(further, "messages while nothing could be stored")
        await trial.verdict(load)
        await stopped(child)
