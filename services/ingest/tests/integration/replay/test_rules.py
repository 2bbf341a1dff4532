"""What an earlier version rejected, and today's rules understand, becomes readings by a replay."""

from datetime import UTC, datetime, timedelta
from typing import Any

from ingest_replays import books_balance, replay, untimed_reject
from ingest_world import World

from isotherm.quality import Quality
from isotherm.reasons import RULES

RECEIVED = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


async def reject(world: World, payload: str | bytes, reason: str, **changes: Any) -> None:
    """Insert a whole reject of an earlier version."""
    raw = payload.encode() if isinstance(payload, str) else payload
    fields = {"payload": raw, "payload_bytes": len(raw), "reason": reason, "rules": RULES - 1}
    await untimed_reject(world, **{"received_at": RECEIVED, **fields, **changes})


async def readings(world: World) -> list[tuple[float | None, datetime]]:
    """The stored readings: value and instant."""
    return [(row["value"], row["measured_at"]) for row in await world.readings()]


async def test_what_is_understood_by_now_becomes_a_reading(world: World) -> None:
    at = RECEIVED - timedelta(minutes=8)
    await reject(world, "21.4", "not_a_number", published_at=RECEIVED)
    await reject(world, f'{{"value": 4, "time": "{at.isoformat()}"}}', "bad_time")
    await reject(world, '[{"value": 5, "time": 1795441860}, {"value": 6}]', "not_json")
    async with world.ingest():
        assert await replay(world) == (3, 0, 0)
        assert await replay(world) == (0, 0, 0)
    assert await readings(world) == [
        (5, at - timedelta(minutes=1)),
        (4, at),
        (21.4, RECEIVED),
        (6, RECEIVED + timedelta(microseconds=1)),
    ]
    await books_balance(world)


async def test_what_is_still_not_understood_says_why_and_stays(world: World) -> None:
    await reject(world, "warm", "bad_encoding")
    async with world.ingest():
        for _ in range(2):
            assert await replay(world) == (0, 0, 1)
    [row] = await world.rejects()
    assert row["refused_again"].startswith("Not a number: ")
    assert (row["reason"], row["rules"], row["replayed_at"]) == ("bad_encoding", RULES - 1, None)
    assert await world.count() == 0


async def test_only_whole_rejects_of_older_rules_are_replayed(world: World) -> None:
    await reject(world, "1", "not_a_number", rules=RULES)
    await reject(world, "2", "not_a_number", whole=False)
    await reject(world, "3", "conflict")
    await reject(world, "4", "bad_unit")
    async with world.ingest():
        assert await replay(world) == (1, 0, 0)
    assert [value for value, _ in await readings(world)] == [4]


async def test_a_reject_of_an_earlier_version_without_an_instant_is_time_unsure(
    world: World,
) -> None:
    await reject(world, "21.4", "not_a_number")
    async with world.ingest():
        assert await replay(world) == (1, 0, 0)
    [row] = await world.readings()
    assert (row["measured_at"], row["quality"]) == (RECEIVED, Quality.TIME_UNSURE)


async def test_a_message_that_is_not_understood_is_kept_with_its_instant(world: World) -> None:
    """So that it can be dated when it is understood, as exactly as if it had been at once."""
    async with world.ingest():
        await world.send("warm")
        await world.refused(1)
        [row] = await world.rejects()
        assert (row["rules"], row["whole"], row["time_unsure"]) == (RULES, True, False)
        assert row["published_at"] <= row["received_at"]
        await world.sql.execute("UPDATE reject SET rules = $1, payload = '21.4'", RULES - 1)
        assert await replay(world) == (1, 0, 0)
    [reading] = await world.readings()
    assert (reading["measured_at"], reading["quality"]) == (row["published_at"], 0)
