"""Clocks that were never set: nothing is lost after a power cut, and nothing is stored twice."""

import json
from datetime import timedelta

import pytest
from ingest_world import World, balanced

from isotherm.quality import Quality

UNSET, UNSURE = Quality.CLOCK_UNSET, Quality.TIME_UNSURE


def at(time: str | int | None, value: float = 4.5) -> dict[str, object]:
    return {"value": value, "time": time}


@pytest.mark.parametrize(
    "time",
    [
        "1970-01-01T00:00:05Z", "1980-01-06T00:00:00Z", "2000-01-01T01:00:00+01:00",
        "0001-01-01T00:00:00Z", "1970-01-01 00:00:05", 0, 77, "0", "",
    ],
)  # fmt: skip
async def test_a_reading_of_an_unset_clock_was_measured_when_it_was_published(
    world: World, time: str | int
) -> None:
    async with world.ingest():
        await world.send(json.dumps(at(time)))
        await world.counted(1)
    [row] = await world.readings()
    assert (row["value"], row["quality"]) == (4.5, UNSET)
    assert row["measured_at"] == row["received_at"]
    assert balanced(await world.ledger())


async def test_readings_of_a_clock_that_counts_keep_their_distances(world: World) -> None:
    sent = [at("1970-01-01T00:00:05Z", 1), at("1970-01-01T00:01:05Z", 2), at(3605, 3)]
    async with world.ingest():
        await world.send(json.dumps(sent))
        await world.counted(3)
    rows = await world.readings()
    received = rows[0]["received_at"]
    assert [row["value"] for row in rows] == [1, 2, 3]
    assert [received - row["measured_at"] for row in rows] == [
        timedelta(hours=1), timedelta(minutes=59), timedelta(),
    ]  # fmt: skip
    assert {row["quality"] for row in rows} == {UNSET}


async def test_a_second_delivery_is_a_duplicate_although_nothing_dates_it(world: World) -> None:
    sent = [json.dumps(at(0)), json.dumps([at(0, 1), at(60, 2)])]
    async with world.ingest() as service:
        service.source.acknowledge = lambda *_: None  # type: ignore[method-assign]  # acknowledges nothing
        await world.send(*sent)
        await world.counted(3)
    async with world.ingest():
        await world.decoded(4)
    assert await world.count() == 3
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["stored"], ledger["duplicate"]) == (3, 3)


async def test_many_at_once_are_a_buffer_of_unknown_age(world: World) -> None:
    async with world.ingest():
        pass
    await world.send(*(json.dumps(at(0, n)) for n in range(30)))
    async with world.ingest():
        await world.counted(30)
    assert {row["quality"] for row in await world.readings()} == {UNSET | UNSURE}
