"""Two ingests on one shared subscription, one of them killed: its share waits until it returns."""

from fault_load import Load
from fault_sizes import Sizes
from fault_trial import Trial, killed, stopped

_STARTED = "SELECT started_at FROM ingest_instance WHERE instance = 'other'"


async def test_one_of_two_killed(trial: Trial, devices: tuple[str, ...], sizes: Sizes) -> None:
    load = Load(devices, sizes.peer_messages)
    await trial.subscribed("test", "other")
    async with trial.ingest("test") as child:
        async with trial.publishing(load.messages(), load.count, sizes.rate):
            for number in range(sizes.peer_kills):
                async with trial.ingest("other") as other:
                    await trial.reached(load.count * (number + 1) // (2 * sizes.peer_kills + 2))
                    await killed(other)
        killed_one = await trial.world.sql.fetchval(_STARTED)
        async with trial.ingest("other") as other:
            await trial.verdict(load)
            # its share may be empty; before it has begun, SIGTERM would end it as a kill does
            await trial.until(
                lambda: trial.world.sql.fetchval(f"SELECT ({_STARTED}) <> $1", killed_one),
                "the heartbeat of the one that returned",
            )
            await stopped(other)
        await stopped(child)
    shares = await trial.world.sql.fetch(
        "SELECT instance, sum(stored)::int AS stored FROM ledger_entry GROUP BY instance"
    )
    assert {row["instance"] for row in shares} == {"test", "other"}
    assert all(row["stored"] > 0 for row in shares)
