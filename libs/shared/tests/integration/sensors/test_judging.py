"""The SQL that judges readings agrees with the function that judges a sensor's state."""

from datetime import UTC, datetime, timedelta
from itertools import product

import asyncpg

from isotherm.quality import UNCOUNTED, Quality
from isotherm.sensors.judging import JUDGED, SAME_STATE, within
from isotherm.sensors.state import judge
from isotherm_devstack.testing.database import Database

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
VALUES = (None, -300.0, 1.9, 1.99999999999997, 2.0, 4.0, 8.0, 8.00000000000003, 8.0001, 8.1)
LIMITS = ((None, None), (2.0, None), (None, 8.0), (2.0, 8.0), (2.00000000000003, 7.9999999999997))
STATES = ("above", "below", "fault", "suspect")
GOOD = (None, NOW)
"""When the last value was measured that counts."""


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
