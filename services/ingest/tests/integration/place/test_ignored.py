"""Channels that are ignored, or have expired, while messages come from a real broker."""

import json

from ingest_world import World, balanced, until

from isotherm.reasons import Reason

AGED = (
    "UPDATE channel SET created_at = now() - interval '2 days',"
    " proposed_at = now() - interval '2 days' WHERE name < 'c0';"
    " UPDATE latest SET received_at = now() - interval '2 days' WHERE channel_id IN"
    " (SELECT id FROM channel WHERE name < 'c0')"
)


async def ignored(world: World, number: int) -> None:
    """Wait until so many elements are counted as ignored."""

    async def enough() -> bool:
        return (await world.ledger())["ignored"] >= number

    await until(enough, f"{number} ignored")


async def test_an_ignored_channel_is_counted_until_it_is_restored(world: World) -> None:
    async with world.ingest():
        await world.send("1")
        await world.send("2", channel="other")
        await world.counted(2)
        await world.sql.execute("UPDATE channel SET state = 'ignored' WHERE name = 'temperature'")
        array = json.dumps([{"value": 3}, {"value": -300}, {"value": "x"}])
        await world.send("4", "no number", array, "5 F")
        await world.send("6", channel="other")
        await world.counted(3)
        await ignored(world, 6)
        assert await world.count("reject") == 0
        await world.sql.execute("UPDATE channel SET state = 'proposed'")
        await world.send("7")
        await world.counted(4)
    assert [row["value"] for row in await world.readings()] == [1.0, 2.0, 6.0, 7.0]
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["received"], ledger["ignored"], ledger["stored"]) == (8, 6, 4)


async def test_an_ignored_channel_leaves_room_for_another(world: World) -> None:
    async with world.ingest(), world.device() as client:
        for n in range(65):
            await client.publish(f"sensors/fridge-1/c{n:02}", "1", qos=1)
        await world.counted(64)
        await world.counted(1, "reject")
        await world.sql.execute("UPDATE channel SET state = 'ignored' WHERE name = 'c07'")
        await client.publish("sensors/fridge-1/new", "2", qos=1)
        await world.counted(65)
    assert balanced(await world.ledger())


async def test_a_silent_proposal_makes_room_and_comes_back_as_it_was(world: World) -> None:
    async with world.ingest(), world.device() as client:
        for n in range(63):
            await client.publish(f"sensors/fridge-1/c{n:02}", "1", qos=1)
        await client.publish("sensors/fridge-1/a", "3", qos=1)
        await world.counted(64)
        shown = "SELECT count(*) = 64 FROM latest"
        await until(lambda: world.sql.fetchval(shown), "latest readings")
        before = await world.sql.fetchval("SELECT id FROM channel WHERE name = 'a'")
        await world.sql.execute(AGED)
        await client.publish("sensors/fridge-1/new", "1", qos=1)
        await world.counted(65)
        gone = "SELECT expired_at IS NOT NULL FROM channel WHERE name = 'a'"
        assert await world.sql.fetchval(gone)
        # it speaks again while there is no room: refused, and kept for a replay
        await client.publish("sensors/fridge-1/a", "4", qos=1)
        await world.counted(1, "reject")
        assert (await world.rejects())[0]["reason"] == Reason.TOO_MANY_CHANNELS
        await world.sql.execute("UPDATE channel SET state = 'ignored' WHERE name = 'c07'")
        await world.sql.execute(
            "INSERT INTO replay_job (asked_by, filter, last_id)"
            " SELECT 'o', '{}', max(id) FROM reject"
        )
        await world.counted(66)
        await client.publish("sensors/fridge-1/a", "5", qos=1)
        await world.counted(67)
    rows = [row for row in await world.readings() if row["channel"] == "a"]
    assert sorted(row["value"] for row in rows) == [3.0, 4.0, 5.0]
    assert {row["channel_id"] for row in rows} == {before}
    assert balanced(await world.ledger())


async def test_a_channel_that_expires_while_its_messages_are_on_the_way(world: World) -> None:
    """The registry still has it when they are decoded: it must be proposed again, not refused."""
    async with world.ingest(), world.device() as client:
        await client.publish("sensors/fridge-1/a", "1", qos=1)
        await world.counted(1)
        for n in range(2, 12):
            await world.sql.execute("UPDATE channel SET expired_at = now()")
            await client.publish("sensors/fridge-1/a", str(n), qos=1)
            await world.counted(n)
            assert await world.sql.fetchval("SELECT expired_at IS NULL FROM channel")
    assert await world.count("reject") == 0


async def test_two_instances_ignore_the_same_channel(world: World) -> None:
    async with world.ingest(), world.ingest(instance="other"):
        await world.send("1")
        await world.counted(1)
        await world.sql.execute("UPDATE channel SET state = 'ignored'")
        await world.send(*map(str, range(20)))
        await ignored(world, 20)
        rows = await world.sql.fetch("SELECT DISTINCT instance FROM ledger_entry")
        assert len(rows) == 2
    assert await world.count() == 1
    assert balanced(await world.ledger())


async def test_rejects_of_an_ignored_channel_wait_until_it_is_restored(world: World) -> None:
    wall = json.dumps({"value": 1, "time": "2026-01-05T12:00:00"})
    async with world.ingest():
        await world.send(wall)
        await world.counted(1, "reject")
        await world.sql.execute("UPDATE device SET time_zone = 'UTC'")
        await world.sql.execute("UPDATE channel SET state = 'ignored'")
        replay = (
            "INSERT INTO replay_job (asked_by, filter, last_id)"
            " SELECT 'o', '{}', max(id) FROM reject"
        )
        await world.sql.execute(replay)
        done = "SELECT matched = 0 FROM replay_job WHERE state = 'done'"
        await until(lambda: world.sql.fetchval(done), "the end of the job")
        await world.sql.execute("UPDATE channel SET state = 'proposed'")
        await world.sql.execute(replay)
        await world.counted(1)
