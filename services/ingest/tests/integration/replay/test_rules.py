"""What an earlier version rejected, and today's rules understand, becomes readings by a replay."""

from datetime import datetime, timedelta
from typing import Any

from contract import SENT_AT, TIME_ZONE, by_channel, rows, with_time
from ingest_replays import books_balance, replay, untimed_reject
from ingest_world import World

from isotherm.quality import Quality
from isotherm.reasons import RULES, Reason

RECEIVED = SENT_AT
PAGE = rows()


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


async def test_every_message_of_the_page_is_replayed_as_if_it_came_now(world: World) -> None:
    """Rejects of an earlier version become what docs/mqtt.md says, at their own time or receipt."""
    for table in {row.table for row in PAGE}:
        await world.sql.execute(
            "INSERT INTO device (name, time_zone) VALUES ($1, $2)", f"table-{table}", TIME_ZONE
        )
    for number, row in enumerate(PAGE):
        device = f"table-{row.table}"
        topic = f"sensors/{device}/row-{number}"
        names = {"topic": topic, "device_name": device, "channel_name": f"row-{number}"}
        await reject(world, row.payload, "not_json", published_at=RECEIVED, **names)
    async with world.ingest():
        _, duplicate, _ = await replay(world)
    assert duplicate == 0
    became = by_channel(await world.readings())
    refused = {
        row["channel_name"]: row["refused_again"]
        for row in await world.rejects()
        if row["replayed_at"] is None
    }
    reasons = {reason.value: reason.label for reason in Reason}
    for number, row in enumerate(PAGE):
        name = f"row-{number}"
        stored = tuple(with_time(outcome) for outcome in row.becomes if outcome not in reasons)
        assert became.get(name, ()) == stored, row.message
        if again := [reasons[outcome] for outcome in row.becomes if outcome in reasons]:
            assert refused.pop(name).startswith(again[-1]), row.message
    assert refused == {}
    await books_balance(world)


async def test_what_is_no_reading_says_so(world: World) -> None:
    await reject(world, "", "not_a_number")
    await reject(world, "Online", "bad_shape", topic="sensors/a/status", channel_name="status")
    async with world.ingest():
        assert await replay(world) == (0, 0, 2)
    assert [row["refused_again"] for row in await world.rejects()] == [
        "a message of zero bytes is no reading",
        "it says whether the device is connected, which is no reading",
    ]


async def test_clocks_that_were_never_set_are_placed_at_publishing(world: World) -> None:
    """Elements of a message keep their distances, as if they had been understood at once."""
    for element, second in enumerate((60, 120)):
        await reject(
            world, f'{{"value": {second}, "time": {second}}}', "too_old",
            message=7, element=element, published_at=RECEIVED,
        )  # fmt: skip
    async with world.ingest():
        assert await replay(world) == (2, 0, 0)
    assert await readings(world) == [(60, RECEIVED - timedelta(minutes=1)), (120, RECEIVED)]
    assert {row["quality"] for row in await world.readings()} == {Quality.CLOCK_UNSET}


async def test_what_is_still_not_understood_says_why_and_stays(world: World) -> None:
    await reject(world, "warm", "bad_encoding")
    async with world.ingest():
        assert await replay(world) == (0, 0, 1)
        assert await replay(world) == (0, 0, 0), "the same rules would refuse it again"
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
