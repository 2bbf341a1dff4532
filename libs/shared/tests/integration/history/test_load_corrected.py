"""Readings of a corrected sensor are loaded as a plain loop over all of them corrects them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pytest
from asyncpg import Range
from plain_corrections import Row, meet, plain

from isotherm.history.asking import ask
from isotherm.history.corrections import Correction
from isotherm.history.load import (
    decode_around,
    load_around,
    load_readings,
    load_segments,
    question_around,
    read_first,
    read_last,
)
from isotherm.history.readings import Readings
from isotherm.instants import to_datetime, to_micros

NOON = to_micros(datetime(2026, 11, 23, 12, tzinfo=UTC))
LENGTH = 60
"""A history lasts this many units of time; readings are often a unit apart."""


def random_history(random: Random, unit: int) -> tuple[list[Row], list[Correction]]:
    """Return dense readings and corrections within LENGTH units after NOON."""
    offsets = sorted(random.sample(range(LENGTH), random.choice([3, 20, 45, LENGTH])))
    rows: list[Row] = [
        (NOON + unit * at, round(random.uniform(-50, 50), 1), random.choice([0, 0, 0, 2]))
        for at in offsets
    ]
    corrections: list[Correction] = []
    for _ in range(12):
        start = random.randint(-5, LENGTH)
        bounds = NOON + unit * start, NOON + unit * (start + random.randint(1, 12))
        new = random.choice(
            [
                Correction("set_aside", *bounds),
                Correction("unit", *bounds, read_as="C", sent_as="F"),
                Correction("time", *bounds, shift=unit * random.choice([-30, -12, -3, 1, 9, 25])),
            ]
        )
        if not any(meet(new, correction) for correction in corrections):
            corrections.append(new)
    return rows, corrections


async def store(sensor: Any, rows: Sequence[Row], corrections: Sequence[Correction]) -> None:
    """Replace what is stored; a second channel feeds the sensor from the middle on."""
    sql, middle = sensor.sql, to_datetime(rows[len(rows) // 2][0])
    await sql.execute("TRUNCATE correction, installation, reading")
    second = await sql.fetchval("SELECT id FROM propose_channels('{e}', '{c}')")
    for channel, during, early in (
        (sensor.channel_id, Range(None, middle), True),
        (second, Range(middle, None), False),
    ):
        await sql.execute(
            "INSERT INTO installation (sensor_id, channel_id, during) VALUES ($1, $2, $3)",
            sensor.id, channel, during,
        )  # fmt: skip
        # what a channel sent while it was not installed belongs to nobody
        await sql.executemany(
            "INSERT INTO reading VALUES ($1, $1, $2, $3, $4)",
            [
                (moment, value if (moment < middle) is early else 99.0, channel, quality)
                for moment, value, quality in (
                    (to_datetime(at), value, quality) for at, value, quality in rows
                )
            ],
        )
    await correct(sensor, corrections)


async def correct(sensor: Any, corrections: Sequence[Correction]) -> None:
    """Store corrections."""
    await sensor.sql.executemany(
        "INSERT INTO correction (sensor_id, kind, during, shift_us, read_as, sent_as, reason,"
        " made_by) VALUES ($1, $2, $3, $4, $5, $6, 'r', 'm')",
        [
            (
                sensor.id, correction.kind,
                Range(to_datetime(correction.start), to_datetime(correction.end)),
                correction.shift or None,
                *(
                    (correction.read_as, correction.sent_as)
                    if correction.kind == "unit" else (None, None)
                ),
            )
            for correction in corrections
        ],
    )  # fmt: skip


def same(loaded: Readings, rows: Sequence[Row]) -> bool:
    """Return whether loaded readings are the expected ones."""
    expected = Readings.of(list(rows))
    return (
        loaded.at.tolist() == expected.at.tolist()
        and np.array_equal(loaded.value, expected.value, equal_nan=True)
        and loaded.quality.tolist() == expected.quality.tolist()
    )


@pytest.mark.parametrize("unit", [1, 200_000, 60_000_000], ids=["1us", "200ms", "1min"])
@pytest.mark.parametrize("seed", range(12))
async def test_every_part_of_a_corrected_history_is_as_of_a_plain_loop(
    sensor: Any, seed: int, unit: int
) -> None:
    random = Random(seed)  # noqa: S311 - a test's histories, the same in each run
    await sensor.sql.execute("SELECT make_day($1)", datetime(2026, 11, 23, tzinfo=UTC).date())
    rows, corrections = random_history(random, unit)
    await store(sensor, rows, corrections)
    expected = plain(rows, corrections)
    edges = [
        *(at + random.choice([-1, 0, 1]) for at, _, _ in random.choices(expected, k=20)),
        *(NOON + unit * random.randint(-40, LENGTH + 40) for _ in range(10)),
    ]
    for _ in range(15):
        first, last = sorted(random.sample(edges, 2))
        if first == last:
            continue
        start, end = to_datetime(first), to_datetime(last)
        reach = timedelta(microseconds=unit * random.choice([0, 3, 50]))
        loaded = await load_segments(sensor.sql, [sensor.id], start - reach, end + 2 * reach)
        segments = loaded[sensor.id]
        inside = [row for row in expected if first <= row[0] < last]
        assert same(await load_readings(sensor.sql, segments, start, end), inside)
        assert same(await read_last(sensor.sql, segments, start, end), inside[-1:])
        assert same(await read_first(sensor.sql, segments, start, end), inside[:1])
        before, among, _ = await load_around(sensor.sql, segments, start, end, reach)
        assert same(among, inside)
        far = to_micros(start - reach)
        assert same(before, [row for row in expected if far <= row[0] < first][-1:])
        wide = await load_segments(sensor.sql, [sensor.id], start - reach, end + 3 * reach)
        after = (await load_around(sensor.sql, wide[sensor.id], start, end, reach))[2]
        beyond = to_micros(end + reach)
        if reach:
            assert same(after, [row for row in expected if last <= row[0] <= beyond][:1])


async def test_a_sensor_without_shifts_is_read_in_one_question(sensor: Any) -> None:
    """Also if it has other corrections, which need no further readings."""
    at = to_datetime(NOON)
    minute = timedelta(minutes=1)
    await sensor.store([at + n * minute for n in range(-20, 20)], 50.0)
    await correct(
        sensor,
        [
            Correction("set_aside", NOON, NOON + 120_000_000),
            Correction("unit", NOON + 60_000_000, NOON + 180_000_000, sent_as="F"),
        ],
    )
    [segments] = (
        await load_segments(sensor.sql, [sensor.id], at - 10 * minute, at + 20 * minute)
    ).values()
    question = question_around(segments, at, at + 4 * minute, minute)
    assert question is not None
    [answer] = await ask(sensor.sql, [question])
    _, inside, _ = decode_around(segments, answer)
    assert inside.value.tolist() == [50.0, 10.0, 10.0, 50.0]
    assert inside.quality.tolist() == [32, 32, 0, 0]


async def test_an_undone_correction_changes_nothing(sensor: Any) -> None:
    at = to_datetime(NOON)
    await sensor.store([at], 50.0)
    await correct(sensor, [Correction("time", NOON, NOON + 1, shift=1_000_000)])
    await sensor.sql.execute("UPDATE correction SET undone_by = 'u', undone_at = now()")
    second = timedelta(seconds=1)
    loaded = await load_segments(sensor.sql, [sensor.id], at - second, at + 2 * second)
    readings = await load_readings(sensor.sql, loaded[sensor.id], at - second, at + 2 * second)
    assert readings.at.tolist() == [NOON]


async def test_a_reading_is_shifted_in_from_outside_of_the_range_and_of_the_day(
    sensor: Any,
) -> None:
    at, year = to_datetime(NOON), timedelta(days=365)
    await sensor.store([at - year, at], 4.0)
    stored = to_micros(at - year)
    shift = year // timedelta(microseconds=1)
    await correct(sensor, [Correction("time", stored, stored + 1, shift=shift)])
    minute = timedelta(minutes=1)
    loaded = await load_segments(sensor.sql, [sensor.id], at, at + minute)
    readings = await load_readings(sensor.sql, loaded[sensor.id], at, at + minute)
    assert readings.at.tolist() == [NOON, NOON + 1]
    loaded = await load_segments(sensor.sql, [sensor.id], at - year, at - year + minute)
    assert not len(
        await load_readings(sensor.sql, loaded[sensor.id], at - year, at - year + minute)
    )
