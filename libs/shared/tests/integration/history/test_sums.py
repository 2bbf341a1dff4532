"""Sums survive a round trip through a table and the binary form in which they are read."""

from typing import Any

import numpy as np
from numpy.testing import assert_array_equal

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.summing import sum_up
from isotherm.history.sums import NAMES, PACKED, Sums
from isotherm.history.window import Window
from isotherm.instants import HOUR, SECOND, to_datetime

DAY_2026 = 1_767_225_600 * SECOND


def sums_of_three_hours() -> Sums:
    """Return the sums of an hour with readings beyond limits and a fault, and of two others."""
    readings = Readings.of(
        [
            (DAY_2026 + 10 * SECOND + 1, 9.5, 0),
            (DAY_2026 + 70 * SECOND, None, 1),
            (DAY_2026 + 90 * SECOND, -4.125, 0),
            (DAY_2026 + HOUR + 1, None, 1),
        ]
    )
    rules = Rules.of([(0, 2.0, 8.0)], [(0, 60.0)])
    edges = np.array([DAY_2026 + hours * HOUR for hours in range(4)], np.int64)
    return sum_up(Window(edges, readings, rules, DAY_2026 + 3 * HOUR))


async def test_sums_survive_a_round_trip_through_a_table(sensor: Any) -> None:
    sums = sums_of_three_hours()
    await sensor.sql.executemany(
        f"INSERT INTO reading_hour (sensor_id, hour, {', '.join(NAMES)})"
        f" VALUES ($1, $2, {', '.join(f'${number + 3}' for number in range(len(NAMES)))})",
        [
            (sensor.id, to_datetime(DAY_2026 + number * HOUR), *row)
            for number, row in enumerate(sums.to_rows())
        ],
    )
    packed = await sensor.sql.fetchval(
        f"SELECT string_agg({PACKED}, ''::bytea ORDER BY hour) FROM reading_hour"
        " WHERE sensor_id = $1",
        sensor.id,
    )
    restored = Sums.from_packed(packed)
    assert len(restored) == 3
    for name in NAMES:
        before, after = getattr(sums, name), getattr(restored, name)
        assert_array_equal(before, after)
        assert before.dtype == after.dtype, name
