"""The path of a reading on real parts: each payload becomes its row, and the ledger balances."""

import json
from datetime import UTC, datetime, timedelta

from ingest_world import World, balanced

from isotherm.quality import Quality
from isotherm.reasons import Reason

MONTH = timedelta(days=30)


async def test_a_bare_number_becomes_a_row_and_is_acknowledged(world: World) -> None:
    before = datetime.now(UTC)
    async with world.ingest():
        await world.send("21.4")
        await world.counted(1)
    (row,) = await world.readings()
    assert (row["device"], row["channel"]) == ("fridge-1", "temperature")
    assert (row["value"], row["quality"]) == (21.4, 0)
    assert row["measured_at"] == row["received_at"]
    assert before <= row["received_at"] <= before + timedelta(minutes=1)
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["stored"] == ledger["received"] == 1
    async with world.ingest():  # nothing comes again
        await world.send("21.5")
        await world.counted(2)
    assert (await world.ledger())["received"] == 2


async def test_units_times_and_faults(world: World) -> None:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    payloads: list[dict[str, object]] = [
        {"value": 50, "unit": "F", "time": at.isoformat()},
        {"value": 300, "unit": "K", "time": at.timestamp() + 1},
        {"value": 4, "time": (at.timestamp() + 2) * 1000},
        {"value": None, "time": at.timestamp() + 3},
        {"value": -127, "time": at.timestamp() + 4},
        {"value": 85, "time": at.timestamp() + 5},
    ]
    async with world.ingest():
        await world.send(*(json.dumps(payload) for payload in payloads))
        await world.counted(6)
    rows = await world.readings()
    assert [row["measured_at"] for row in rows] == [at + timedelta(seconds=n) for n in range(6)]
    fault, suspect = Quality.FAULT, Quality.SUSPECT
    assert [row["quality"] for row in rows] == [0, 0, 0, fault, fault, suspect]
    values = [row["value"] for row in rows]
    assert values[3:] == [None, None, 85.0]
    assert [round(value, 6) for value in values[:3]] == [10.0, 26.85, 4.0]


async def test_a_buffer_of_a_month_creates_its_partitions(world: World) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    times = [now - MONTH + n * (MONTH / 3000) for n in range(3000)]
    buffer = [{"value": n, "time": at.isoformat()} for n, at in enumerate(times)]
    async with world.ingest():
        await world.send(json.dumps(buffer))
        await world.counted(3000)
    rows = await world.readings()
    assert [row["value"] for row in rows] == list(range(3000))
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["received"], ledger["offered"]) == (1, 3000)


async def test_bad_messages_are_rejects_and_hold_up_nothing(world: World) -> None:
    now = datetime.now(UTC)
    bad = {
        "hot": Reason.NOT_A_NUMBER,
        '{"value": 1': Reason.NOT_JSON,
        '{"temperature": 1}': Reason.BAD_SHAPE,
        '{"value": 1, "unit": "R"}': Reason.BAD_UNIT,
        '{"value": 1, "time": "soon"}': Reason.BAD_TIME,
        '{"value": 1, "time": "2026-01-01T00:00:00"}': Reason.TIME_WITHOUT_ZONE,
        '{"value": -300}': Reason.IMPOSSIBLE,
        '{"value": 1, "time": "2021-01-01T00:00:00Z"}': Reason.TOO_OLD,
        "x" * (1024 * 1024 + 1): Reason.TOO_LARGE,
    }
    array = [{"value": 1, "time": now.timestamp() - 60}, {"value": "x"}, {"value": 1, "time": []}]
    async with world.ingest():
        await world.send(*bad, json.dumps(array))
        await world.send("7", channel="a/b")
        await world.send(b"\xff\xfe")
        await world.send("21.4")
        await world.counted(2)
    rejects = await world.rejects()
    reasons = [*bad.values(), Reason.NOT_A_NUMBER, Reason.BAD_TIME]
    reasons += [Reason.BAD_TOPIC, Reason.BAD_ENCODING]
    assert sorted(row["reason"] for row in rejects) == sorted(reasons)
    by_element = {row["element"]: row for row in rejects if row["element"] is not None}
    assert bytes(by_element[1]["payload"]) == b'{"value": "x"}'
    assert by_element[2]["payload_bytes"] == len(b'{"value": 1, "time": []}')
    large = next(row for row in rejects if row["reason"] == Reason.TOO_LARGE)
    assert (len(large["payload"]), large["payload_bytes"]) == (4096, 1024 * 1024 + 1)
    topic = next(row for row in rejects if row["reason"] == Reason.BAD_TOPIC)
    assert (topic["topic"], topic["device_name"]) == ("sensors/fridge-1/a/b", "fridge-1")
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["undecodable"] + ledger["rejected"] == len(rejects)


async def test_a_flood_of_bad_messages_holds_up_no_good_ones(world: World) -> None:
    async with world.ingest(receive_maximum=100), world.device() as client:
        for n in range(1000):
            await client.publish("sensors/fridge-1/temperature", "{" * (n % 50 + 1), qos=1)
            if n % 10 == 0:
                await client.publish("sensors/fridge-1/temperature", str(n), qos=1)
        await world.counted(100)
        await world.refused(1000)
    assert await world.count("reject") == 100
    assert [row["value"] for row in await world.readings()] == list(range(0, 1000, 10))
    assert balanced(await world.ledger())


async def test_a_repeated_reading_is_a_duplicate_and_another_value_a_conflict(world: World) -> None:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    first = json.dumps({"value": 4.5, "time": at.isoformat()})
    async with world.ingest():
        await world.send(first)
        await world.counted(1)
        await world.send(first)
        await world.decoded(2)
        other = [{"value": 5.5, "time": at.isoformat()}, {"value": 6, "time": at.timestamp() + 1}]
        await world.send(json.dumps([*other, *other[1:], {**other[1], "value": None}]))
        await world.counted(2)
    assert [row["value"] for row in await world.readings()] == [4.5, 6.0]
    rejects = await world.rejects()
    assert {(row["element"], row["reason"]) for row in rejects} == {
        (0, "conflict"),
        (3, "conflict"),
    }
    assert "4.5 °C" in next(row["detail"] for row in rejects if row["element"] == 0)
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["stored"], ledger["duplicate"], ledger["rejected"]) == (2, 2, 2)


async def test_untimed_messages_of_one_instant_are_all_kept(world: World) -> None:
    async with world.ingest():
        await world.send(*["21.4"] * 200, json.dumps([{"value": 1}, {"value": 1}]))
        await world.counted(202)
    times = [row["measured_at"] for row in await world.readings()]
    assert times == sorted(set(times))


async def test_retained_messages_need_a_time_of_their_own(world: World) -> None:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    await world.send("21.4", retain=True)
    await world.send(json.dumps({"value": 3, "time": at.isoformat()}), channel="b", retain=True)
    async with world.ingest():
        await world.counted(1)
        await world.decoded(2)
    (row,) = await world.readings()
    assert (row["channel"], row["measured_at"]) == ("b", at)
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["ignored"] == 1


async def test_a_device_cannot_speak_for_another(world: World) -> None:
    async with world.ingest():
        async with world.device() as client:
            await client.publish("sensors/other/temperature", "1", qos=1)
            await client.publish("elsewhere/fridge-1/temperature", "1", qos=1)
        await world.send("2")
        await world.counted(1)
    assert (await world.ledger())["received"] == 1


async def test_a_flood_of_long_topics_is_kept_within_little_space(world: World) -> None:
    async with world.ingest():
        for n in range(120):
            await world.send("1", channel=f"{n}-" + "x" * 60_000)
        await world.refused(120)
    assert await world.count("reject") == 100
    assert sum(len(row["topic"]) for row in await world.rejects()) < 100 * 140
    assert {row["topic_bytes"] for row in await world.rejects()} <= {60_019, 60_020}
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["received"], ledger["undecodable"]) == (120, 120)


async def test_a_channel_that_no_client_can_address_is_not_proposed(world: World) -> None:
    async with world.ingest():
        await world.send("1", channel="..")
        await world.send("2", channel=".")
        await world.send("3", channel="...")
        await world.counted(1)
    assert [row["reason"] for row in await world.rejects()] == [Reason.BAD_TOPIC] * 2
    assert await world.count("channel") == 1
    assert balanced(await world.ledger())
