"""Cured rejects become readings, once, as if they had been good from the start."""

import json
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from ingest_replays import BEGIN, books_balance, cure, replay, untimed_reject, wall
from ingest_world import DEVICE, World
from prometheus_client import REGISTRY

from isotherm.instants import to_micros
from isotherm.process.tracing.collected import collected
from isotherm.quality import Quality
from isotherm_ingest.place.clocks import SENT_AFTER
from isotherm_ingest.replay.jobs import AT_ONCE
from isotherm_ingest.store.keep import Locked, lock

BEFORE = timedelta(microseconds=SENT_AFTER)


async def test_a_zone_set_later_turns_local_times_into_readings(world: World) -> None:
    times = [BEGIN + timedelta(minutes=n) for n in range(6)]
    array = [
        {"value": n, "time": wall(at) if n % 2 else at.isoformat()} for n, at in enumerate(times)
    ]
    async with world.ingest():
        await world.send(json.dumps(array), json.dumps({"value": 9, "time": wall(times[0])}), "21")
        await world.counted(4)
        assert await replay(world, **{"from": 0}) == (0, 0, 0), "the device has no time zone"
        await cure(world)
        assert await replay(world, reason="no_such_time") == (0, 0, 0)
        assert await replay(world, device="other") == (0, 0, 0)
        assert await replay(world, reason="time_without_zone", device=DEVICE) == (3, 0, 1)
        assert await replay(world, reason="time_without_zone") == (0, 0, 0)
    rows = [row for row in await world.readings() if row["value"] < 9]
    assert [(row["value"], row["measured_at"]) for row in rows] == list(enumerate(times))
    assert len({row["received_at"] for row in rows}) == 1, "when the message came, not the replay"
    rejects = await world.rejects()
    assert [row["replayed_at"] is not None for row in rejects] == [True, True, True, False]
    assert rejects[3]["refused_again"] == (
        "Conflicting value for the same time: 0 °C is kept for this instant, this says 9 °C"
    )
    await books_balance(world)
    hours = await world.sql.fetch("SELECT * FROM ledger_entry WHERE replayed > 0")
    assert {(row["hour"], row["day"], row["instance"]) for row in hours} == {
        (rows[0]["received_at"].replace(minute=0, second=0, microsecond=0), BEGIN.date(), "test")
    }


async def test_a_batch_of_a_replay_is_a_span_with_its_commit(world: World) -> None:
    async with world.ingest():
        await world.send(json.dumps({"value": 5, "time": wall(BEGIN)}))
        await world.refused(1)
        await cure(world)
        with collected() as spans:
            assert await replay(world, **{"from": 0}) == (1, 0, 0)
    # one that found the registry changed under it is rolled back and tried again
    batches = [batch for batch in spans.named("replay batch") if batch["status"] == "ok"]
    commits = [commit["span"] for batch in batches for commit in spans.children(batch)]
    assert batches
    assert commits == ["COMMIT"] * len(batches)


async def test_latest_learns_of_what_is_replayed(world: World) -> None:
    async with world.ingest():
        await world.send(json.dumps({"value": 5, "time": wall(BEGIN)}))
        await world.refused(1)
        await cure(world)
        assert await replay(world, ids=[(await world.rejects())[0]["id"]]) == (1, 0, 0)
        await world.counted(1, "latest")
    assert await world.sql.fetchval("SELECT measured_at FROM latest") == BEGIN


async def test_a_reading_does_not_go_to_a_channel_that_is_deleted_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device with nothing but rejects can be deleted; the replay proposes it again."""
    deleted: list[bool] = []

    async def late_lock(connection: asyncpg.Connection) -> Locked:
        if not deleted:
            other = await asyncpg.connect(world.database.superuser)
            deleted.append(await other.fetchval("SELECT delete_device(id) FROM device"))
            await other.close()
        return await lock(connection)

    monkeypatch.setattr("isotherm_ingest.replay.replays.lock", late_lock)
    await untimed_reject(world)
    async with world.ingest():
        assert await replay(world) == (1, 0, 0)
    assert deleted == [True]
    [reading] = await world.sql.fetch("SELECT channel_id FROM reading")
    assert reading["channel_id"] == await world.sql.fetchval("SELECT id FROM channel")


async def test_a_reject_kept_twice_becomes_one_reading(world: World) -> None:
    element = {"value": 5, "time": wall(BEGIN)}
    async with world.ingest():
        await world.send(*[json.dumps(element)] * 3, json.dumps([element] * 2))
        await world.refused(5)
        await cure(world)
        assert await replay(world) == (1, 4, 0)
        assert await replay(world) == (0, 0, 0)
    await books_balance(world)


async def test_an_ambiguous_local_time_is_resolved_by_earlier_readings(world: World) -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    times = [first + timedelta(minutes=20 * n) for n in range(6)]
    payloads = [json.dumps({"value": n, "time": wall(at)}) for n, at in enumerate(times)]
    async with world.ingest():
        await world.send(*payloads)
        await world.refused(6)
        await cure(world)
        assert await replay(world) == (6, 0, 0)
    rows = await world.readings()
    assert [(row["value"], row["measured_at"]) for row in rows] == list(enumerate(times))


async def test_an_ambiguous_local_time_that_nothing_tells_apart_is_time_unsure(
    world: World,
) -> None:
    at = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    async with world.ingest():
        await world.send(*[json.dumps({"value": 4, "time": wall(at)})] * 2)
        await world.refused(2)
        await cure(world)
        assert await replay(world) == (1, 1, 0)
    [row] = await world.readings()
    assert row["measured_at"] == at + timedelta(microseconds=1)
    assert row["quality"] == Quality.TIME_UNSURE
    await books_balance(world)


async def test_a_clock_ahead_moves_all_elements_of_a_message_alike(world: World) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    array = [{"value": n, "time": wall(soon - timedelta(minutes=n))} for n in range(3)]
    async with world.ingest():
        await world.send(json.dumps(array))
        await world.refused(3)
        await cure(world)
        assert await replay(world) == (3, 0, 0)
    rows = await world.readings()
    assert [row["value"] for row in rows] == [2, 1, 0]
    assert rows[2]["measured_at"] == rows[2]["received_at"] - BEFORE
    assert rows[2]["measured_at"] - rows[0]["measured_at"] == timedelta(minutes=2)
    assert {row["quality"] for row in rows} == {Quality.CLOCK_AHEAD}


async def test_replayed_untimed_readings_get_their_original_instants(world: World) -> None:
    async with world.ingest():
        for n in range(64):
            await world.send("1", channel=f"c{n}")
        await world.counted(64)
        await world.send("2", '[{"value": 3}, {"value": 4}]', channel="one-more")
        await world.refused(3)
        rejects = await world.rejects()
        assert all(row["published_at"] <= row["received_at"] for row in rejects)
        assert await replay(world) == (0, 0, 0), "the device is full"
        await world.sql.execute("DELETE FROM latest")
        await world.sql.execute("DELETE FROM channel WHERE name = 'c63'")
        assert await replay(world, reason="too_many_channels") == (3, 0, 0)
    rows = [row for row in await world.readings() if row["channel"] == "one-more"]
    assert [row["value"] for row in rows] == [2, 3, 4]
    published = [to_micros(row["published_at"]) for row in rejects]
    assert [to_micros(row["measured_at"]) for row in rows] == [
        published[0], published[1], published[1] + 1,
    ]  # fmt: skip
    assert [row["quality"] for row in rows] == [0, Quality.TIME_UNSURE, 0]

    await books_balance(world)


async def test_a_retained_message_without_a_time_stays_a_reject(world: World) -> None:
    await untimed_reject(world, retained=True)
    async with world.ingest():
        assert await replay(world) == (0, 0, 1)
    assert "retained" in (await world.rejects())[0]["refused_again"]
    assert await world.count() == 0


async def test_a_reject_without_an_instant_of_publishing_is_time_unsure(world: World) -> None:
    await untimed_reject(world)
    async with world.ingest():
        assert await replay(world) == (1, 0, 0)
    [row] = await world.readings()
    assert (row["quality"], row["measured_at"]) == (Quality.TIME_UNSURE, row["received_at"])


async def test_replayed_readings_can_be_suspect_or_too_old(world: World) -> None:
    old = datetime.now(UTC).replace(microsecond=0) - timedelta(days=100)
    elements = [{"value": 85, "time": wall(old)}, {"value": 1, "time": wall(old - timedelta(500))}]
    async with world.ingest():
        await world.send(json.dumps(elements))
        await world.refused(2)
        await cure(world)
        assert await replay(world) == (1, 0, 1)
    assert (await world.readings())[0]["quality"] == Quality.SUSPECT
    assert await world.sql.fetchval("SELECT measured_at FROM suspect") == old
    assert (await world.rejects())[1]["refused_again"].startswith("Older than retention: ")


async def test_a_message_longer_than_a_batch_is_placed_as_one(world: World) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    array = [
        {"value": n, "time": wall(soon - timedelta(seconds=n))} for n in range(2 * AT_ONCE + 1)
    ]
    async with world.ingest():
        refused = 0
        for part in (array[:3], array, array[:2]):  # each published at an instant of its own
            await world.send(json.dumps(part))
            refused += len(part)
            await world.refused(refused)
        await cure(world)
        replayed, *rest = await replay(world)
    assert replayed == await world.count()
    assert replayed + sum(rest) == len(array) + 5
    spans = await world.sql.fetch(
        "SELECT max(measured_at) - min(measured_at) AS span FROM reading GROUP BY received_at"
    )
    assert max(row["span"] for row in spans) == timedelta(seconds=len(array) - 1)


async def test_what_came_of_rejects_is_counted_once_it_is_committed(world: World) -> None:
    def counts() -> dict[str, float]:
        names = {"replayed_rejects_total": ("replayed", "duplicate", "refused"),
                 "replays_total": ("done", "failed")}  # fmt: skip
        return {
            result: REGISTRY.get_sample_value(f"isotherm_ingest_{name}", {"result": result}) or 0.0
            for name, results in names.items()
            for result in results
        }

    element = json.dumps({"value": 5, "time": wall(BEGIN)})
    other = json.dumps({"value": 6, "time": wall(BEGIN)})
    before = counts()
    async with world.ingest():
        await world.send(element, element, other)
        await world.refused(3)
        await cure(world)
        assert await replay(world) == (1, 1, 1)
    risen = {result: count - before[result] for result, count in counts().items()}
    assert risen == {"replayed": 1, "duplicate": 1, "refused": 1, "done": 1, "failed": 0}
