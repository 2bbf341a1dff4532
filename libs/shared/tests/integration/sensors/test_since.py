"""The SQL that finds the beginning of a state agrees with the function that judges it."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import asyncpg

from isotherm.quality import UNCOUNTED, Quality
from isotherm.sensors.current import load_by_id
from isotherm.sensors.judging import JUDGED, SAME_STATE, within
from isotherm.sensors.since import load_since
from isotherm.sensors.state import judge
from isotherm_devstack.testing.database import Database

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
VALUES = (None, -300.0, 1.9, 1.99999999999997, 2.0, 4.0, 8.0, 8.00000000000003, 8.0001, 8.1)
LIMITS = ((None, None), (2.0, None), (None, 8.0), (2.0, 8.0), (2.00000000000003, 7.9999999999997))
STATES = ("above", "below", "fault", "suspect")


GOOD = (None, NOW)
"""When the last value was measured that counts."""
MINUTE = timedelta(minutes=1)


async def test_sql_and_python_see_the_same_state(database: Database) -> None:
    cases = list(product(VALUES, range(32), LIMITS, STATES, GOOD))
    connection = await asyncpg.connect(database.superuser)
    ignored = {None: int(UNCOUNTED & ~Quality.TIME_UNSURE), NOW: int(UNCOUNTED)}
    try:
        rows = await connection.fetch(
            f"SELECT {SAME_STATE} AS same, {JUDGED} AS judged, a.n FROM"
            " unnest($1::float8[], $2::int[], $3::float8[], $4::float8[], $5::text[], $6::int[])"
            " WITH ORDINALITY AS a (value, quality, low, high, state, ignored, n)"
            " CROSS JOIN LATERAL (SELECT a.value, a.quality) r ORDER BY a.n",
            *map(
                list,
                zip(*((v, q, *within(b), s, ignored[g]) for v, q, b, s, g in cases), strict=True),
            ),
        )
    finally:
        await connection.close()
    for (value, quality, (low, high), state, good_at), row in zip(cases, rows, strict=True):
        if quality & 3:
            judged = state == ("fault" if quality & 1 else "suspect")
        else:
            judged = quality & 6 == 0 or (quality & 6 == 4 and good_at is None)
        assert row["judged"] == judged, (quality, good_at)
        if not judged:
            continue
        reading = {
            "interval_s": 60.0, "low": low, "high": high, "measured_at": NOW, "value": value,
            "quality": quality, "good_at": good_at, "good_value": value if good_at else None,
        }  # fmt: skip
        if state == "suspect":  # it is one only once no value has counted for long
            reading["good_at"] = reading["measured_at"] - timedelta(days=1) if quality & 2 else NOW
        assert row["same"] == (judge(reading, NOW).state == state), (value, quality, low, high)


async def since(sensor: Any) -> tuple[str, datetime | None]:
    """Return the state of a sensor, and when it began."""
    [row] = await load_by_id(sensor.sql, NOW, [sensor.id])
    state = judge(row, NOW).state
    return state, (await load_since(sensor.sql, [(row, state)], NOW)).get(sensor.id)


async def limit(sensor: Any, high: float) -> None:
    await sensor.sql.execute("UPDATE sensor SET expected_interval_s = 60")
    await sensor.sql.execute(
        "INSERT INTO limits (sensor_id, since, high, set_by) VALUES ($1, $2, $3, 'me')",
        sensor.id, NOW - timedelta(days=1), high,
    )  # fmt: skip


async def test_a_reading_that_waits_for_its_time_does_not_hide_when_a_state_began(
    sensor: Any,
) -> None:
    await limit(sensor, 8.0)
    await sensor.store([NOW - 4 * MINUTE, NOW - 3 * MINUTE], 4.0)
    await sensor.store([NOW - 2 * MINUTE, NOW - MINUTE, NOW], 19.0)
    await sensor.store([NOW + timedelta(seconds=50)], 4.2)
    assert await since(sensor) == ("above", NOW - 2 * MINUTE)


async def test_a_state_of_unsure_values_began_with_the_first_of_them(sensor: Any) -> None:
    await limit(sensor, 8.0)
    unsure = int(Quality.TIME_UNSURE)
    await sensor.store([NOW - 9 * MINUTE], 4.0)
    await sensor.store([NOW - 5 * MINUTE], 4.0, unsure)
    await sensor.store([NOW - 2 * MINUTE, NOW - MINUTE, NOW], 19.0, unsure)
    assert await since(sensor) == ("above", NOW - 2 * MINUTE)


async def test_doubtful_values_began_with_the_first_after_the_last_that_counts(
    sensor: Any,
) -> None:
    await limit(sensor, 8.0)
    suspect = int(Quality.SUSPECT)
    await sensor.store([NOW - 30 * MINUTE], 999.0, suspect)
    await sensor.store([NOW - 20 * MINUTE], 4.0)
    await sensor.store([NOW - 19 * MINUTE], 999.0, suspect)
    await sensor.store([NOW - 18 * MINUTE], None, int(Quality.FAULT))
    await sensor.store([NOW - MINUTE, NOW], 999.0, suspect)
    assert await since(sensor) == ("suspect", NOW - 19 * MINUTE)


async def test_a_device_that_only_ever_sent_doubtful_values_did_so_since_the_first(
    sensor: Any,
) -> None:
    await sensor.store([NOW - 3 * MINUTE, NOW - MINUTE, NOW], 85.0, int(Quality.SUSPECT))
    assert await since(sensor) == ("suspect", NOW - 3 * MINUTE)
