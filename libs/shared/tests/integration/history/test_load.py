"""Readings of a sensor are loaded from the channels that fed it, with their neighbours."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from asyncpg import Range

from isotherm.history.asking import ask
from isotherm.history.load import (
    EVERY_DAY,
    decode_around,
    every_day,
    load_around,
    load_readings,
    load_segments,
    question_around,
    read_first,
    read_last,
)
from isotherm.history.readings import Readings
from isotherm.history.segments import Segment
from isotherm.instants import to_micros

NOON = datetime(2026, 11, 23, 12, 0, 0, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EVER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def minutes(readings: Readings) -> list[float]:
    """Return the instants of readings, in minutes after NOON."""
    return [(at - to_micros(NOON)) / 60_000_000 for at in readings.at.tolist()]


def at(number: float) -> datetime:
    """Return the instant that many minutes after NOON."""
    return NOON + number * MINUTE


@dataclass(frozen=True, slots=True)
class Swapped:
    """A sensor that `old` fed until NOON, and `new` from then on; each reads on for ten minutes."""

    sql: Any
    sensor_id: int
    old: int
    new: int

    @property
    def segments(self) -> list[Segment]:
        """What fed the sensor."""
        return [Segment(self.old, EVER[0], NOON), Segment(self.new, NOON, EVER[1])]


@pytest_asyncio.fixture(loop_scope="session")
async def swapped(sensor: Any) -> AsyncIterator[Swapped]:
    """Return the sensor with a second channel; both have a reading a minute around NOON."""
    new = await sensor.sql.fetchval("SELECT id FROM propose_channels('{e}', '{c}')")
    await sensor.sql.execute("UPDATE installation SET during = $1", Range(None, NOON))
    await sensor.sql.execute(
        "INSERT INTO installation (sensor_id, channel_id, during) VALUES ($1, $2, $3)",
        sensor.id, new, Range(NOON, None),
    )  # fmt: skip
    # the rows lie in the table in another order than in time
    await sensor.sql.execute(
        "UPDATE installation SET during = during WHERE channel_id = $1", sensor.channel_id
    )
    await sensor.sql.execute("SELECT make_day($1)", NOON.date())
    await sensor.sql.executemany(
        "INSERT INTO reading VALUES ($1, $1, $2, $3, 0)",
        [
            (at(number), value, channel)
            for channel, value in ((sensor.channel_id, 4.0), (new, 6.0))
            for number in range(-10, 10)
        ],
    )
    yield Swapped(sensor.sql, sensor.id, sensor.channel_id, new)


async def test_segments_are_in_time_order_and_clipped_to_the_range(swapped: Swapped) -> None:
    segments = await load_segments(swapped.sql, [swapped.sensor_id, 999], at(-5), at(5))
    assert segments == {
        swapped.sensor_id: [
            Segment(swapped.old, at(-5), NOON),
            Segment(swapped.new, NOON, at(5)),
        ],
        999: [],
    }


async def test_an_installation_that_only_touches_the_range_is_left_out(swapped: Swapped) -> None:
    [segments] = (await load_segments(swapped.sql, [swapped.sensor_id], NOON, at(5))).values()
    assert segments == [Segment(swapped.new, NOON, at(5))]
    assert await load_segments(swapped.sql, [], *EVER) == {}


async def test_readings_change_their_channel_with_the_installation(swapped: Swapped) -> None:
    loaded = await load_readings(swapped.sql, swapped.segments, at(-2), at(2))
    assert minutes(loaded) == [-2, -1, 0, 1]
    assert loaded.value.tolist() == [4.0, 4.0, 6.0, 6.0]


async def test_a_range_without_readings_or_segments_is_empty(swapped: Swapped) -> None:
    for segments, start, end in (
        (swapped.segments, at(100), at(200)),
        (swapped.segments, at(2), at(2)),
        ([], at(-5), at(5)),
    ):
        assert len(await load_readings(swapped.sql, segments, start, end)) == 0
        assert len(await read_last(swapped.sql, segments, start, end)) == 0
        assert len(await read_first(swapped.sql, segments, start, end)) == 0


async def test_the_last_and_first_reading_come_from_the_nearest_segment_that_has_one(
    swapped: Swapped,
) -> None:
    last = await read_last(swapped.sql, swapped.segments, at(-5), at(5))
    first = await read_first(swapped.sql, swapped.segments, at(-5), at(5))
    assert (minutes(last), last.value.tolist()) == ([4], [6.0])
    assert (minutes(first), first.value.tolist()) == ([-5], [4.0])
    await swapped.sql.execute("DELETE FROM reading WHERE channel_id = $1", swapped.new)
    last = await read_last(swapped.sql, swapped.segments, at(-5), at(5))
    assert (minutes(last), last.value.tolist()) == ([-1], [4.0])
    await swapped.sql.execute("DELETE FROM reading WHERE channel_id = $1", swapped.old)
    assert len(await read_first(swapped.sql, swapped.segments, at(-5), at(5))) == 0


async def test_values_and_qualities_are_exact(swapped: Swapped) -> None:
    await swapped.sql.execute("UPDATE reading SET value = NULL, quality = 1 WHERE value = 4")
    await swapped.sql.execute("UPDATE reading SET value = 0.1, quality = 14 WHERE value = 6")
    loaded = await load_readings(swapped.sql, swapped.segments, at(-1), at(1))
    assert loaded.faulty.tolist() == [True, False]
    assert str(loaded.value.tolist()) == "[nan, 0.1]"
    assert loaded.quality.tolist() == [1, 14]


@pytest.mark.parametrize(
    ("start", "end", "reach", "expected"),
    [
        (-5.5, -2.5, 1, ([-6], [-5, -4, -3], [-2])),
        (-5, -2, 1, ([-6], [-5, -4, -3], [-2])),
        (-5, -2, 0.5, ([], [-5, -4, -3], [-2])),
        (-5.5, -2.5, 0.25, ([], [-5, -4, -3], [])),
        (-5.5, -2.5, 0.5, ([-6], [-5, -4, -3], [-2])),
        (-1.5, 1.5, 0.5, ([-2], [-1, 0, 1], [2])),
        (-10, -8, 5, ([], [-10, -9], [-8])),
        (1, 3, 5, ([0], [1, 2], [3])),  # the channel changed within reach
        (-2, 2, 5, ([-3], [-2, -1, 0, 1], [2])),
        (8, 20, 5, ([7], [8, 9], [])),
        (100, 200, 5, ([], [], [])),
    ],
)
async def test_a_range_has_its_neighbours_within_reach(
    swapped: Swapped,
    start: float,
    end: float,
    reach: float,
    expected: tuple[list[float], list[float], list[float]],
) -> None:
    loaded = await load_around(
        swapped.sql, swapped.segments, at(start), at(end), timedelta(minutes=reach)
    )
    before, inside, after = (minutes(readings) for readings in loaded)
    assert (before, inside, after) == expected


async def test_one_question_is_answered_as_several_are(swapped: Swapped) -> None:
    bounds = at(-5), at(-2), MINUTE
    question = question_around(swapped.segments, *bounds)
    assert question is not None
    [answer] = await ask(swapped.sql, [question])
    several = [
        Segment(swapped.old, EVER[0], at(-4)),
        Segment(swapped.old, at(-4), NOON),
    ]
    assert question_around(several, *bounds) is None
    for one, other in zip(
        decode_around(swapped.segments, answer),
        await load_around(swapped.sql, several, *bounds),
        strict=True,
    ):
        assert minutes(one) == minutes(other)


async def test_the_source_is_asked_for_the_time_within_reach(swapped: Swapped) -> None:
    asked: list[tuple[datetime, datetime]] = []

    def source(start: datetime, end: datetime) -> str:
        asked.append((start, end))
        return "(SELECT channel_id, measured_at, 1.5::float8 AS value, quality FROM reading) r"

    loaded = await load_around(swapped.sql, swapped.segments, at(-5), at(-3), MINUTE, source)
    assert [readings.value.tolist() for readings in loaded] == [[1.5], [1.5, 1.5], [1.5]]
    assert asked == [(at(-6), at(-2) + timedelta(microseconds=1))]
    assert every_day(*EVER) == EVERY_DAY
