"""The SQL that finds the beginning of a state agrees with the function that judges it."""

from datetime import UTC, datetime
from itertools import product

import asyncpg

from isotherm.sensors.since import SAME_STATE, within
from isotherm.sensors.state import judge
from isotherm_devstack.testing.database import Database

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
VALUES = (None, -300.0, 1.9, 1.99999999999997, 2.0, 4.0, 8.0, 8.00000000000003, 8.0001, 8.1)
LIMITS = ((None, None), (2.0, None), (None, 8.0), (2.0, 8.0), (2.00000000000003, 7.9999999999997))
STATES = ("above", "below", "fault")


async def test_sql_and_python_see_the_same_state(database: Database) -> None:
    cases = list(product(VALUES, range(16), LIMITS, STATES))
    connection = await asyncpg.connect(database.superuser)
    try:
        rows = await connection.fetch(
            f"SELECT {SAME_STATE} AS same, a.n FROM"
            " unnest($1::float8[], $2::int[], $3::float8[], $4::float8[], $5::text[])"
            " WITH ORDINALITY AS a (value, quality, low, high, state, n)"
            " CROSS JOIN LATERAL (SELECT a.value, a.quality) r ORDER BY a.n",
            *map(
                list, zip(*((v, q, *within(limits), s) for v, q, limits, s in cases), strict=True)
            ),
        )
    finally:
        await connection.close()
    for (value, quality, (low, high), state), row in zip(cases, rows, strict=True):
        if quality & 1 == 0 and quality & 6:
            continue  # neither a fault nor counted: the statement leaves it out
        reading = {
            "interval_s": 60.0, "low": low, "high": high, "measured_at": NOW, "value": value,
            "quality": quality, "good_at": NOW, "good_value": value,
        }  # fmt: skip
        assert row["same"] == (judge(reading, NOW).state == state), (value, quality, low, high)
