"""The dashboard of temperatures shows what was measured, with Grafana's rights and macros."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio

from chart_dashboards import Query, queries, variables
from isotherm_dashboards import temperature_queries as asked
from isotherm_dashboards.expand import Shown, expand_sql
from isotherm_devstack.testing.database import Database

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DAY_BEFORE = Shown(
    NOON - DAY, NOON + 3 * HOUR, {"site": "oslo", "sensor": ["fridge"]}, points=9 * 60
)
MONTH = replace(DAY_BEFORE, since=NOON - 30 * DAY, points=1000)
ALL_SQL = [*queries("postgresql"), *variables("postgresql")]


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A fridge with a reading a minute for two hours, but for 20 minutes, and an empty sensor."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(
        """
        INSERT INTO site (slug, name, time_zone) VALUES ('oslo', 'Oslo', 'UTC');
        INSERT INTO sensor (site_id, slug, name, place, expected_interval_s)
        SELECT id, 'fridge', 'Fridge', 'Lab', 60 FROM site
        UNION ALL SELECT id, 'room', 'Room', NULL, NULL FROM site;
        INSERT INTO device (name) VALUES ('probe');
        INSERT INTO channel (device_id, name) SELECT id, 't' FROM device;
        INSERT INTO installation (channel_id, sensor_id, during)
        SELECT c.id, s.id, '(,)' FROM channel c, sensor s WHERE s.slug = 'fridge';
        SELECT make_day(day::date) FROM generate_series(
            timestamptz '2026-11-23', '2026-11-25', '1 day') AS day;
        UPDATE sensor_interval SET since = '-infinity';
        """
    )
    await connection.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by)"
        " SELECT id, since, low, high, 'm' FROM sensor,"
        " (VALUES ($1::timestamptz, 2, 8), ($2, NULL, 7.5)) AS l (since, low, high)"
        " WHERE slug = 'fridge'",
        NOON - 30 * DAY, NOON + 30 * MINUTE,
    )  # fmt: skip
    await connection.execute(
        "INSERT INTO reading (measured_at, received_at, value, channel_id, quality)"
        " SELECT at, at, CASE WHEN extract(minute FROM at) = 5 THEN 85 ELSE"
        "   5 + extract(minute FROM at)::int % 3 END,"
        "   c.id, CASE WHEN extract(minute FROM at) = 5 THEN 2 ELSE 0 END"
        " FROM channel c, generate_series($1::timestamptz, $2, '1 minute') at"
        " WHERE NOT (at > $1::timestamptz + interval '40 min'"
        "            AND at < $1::timestamptz + interval '60 min')",
        NOON, NOON + 2 * HOUR,
    )  # fmt: skip
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def grafana(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection with Grafana's rights."""
    connection = await asyncpg.connect(database.grafana)
    yield connection
    await connection.close()


async def _roll_up(sql: asyncpg.Connection, hours: int) -> None:
    """Write what worker would have written of the first hours of the fridge."""
    await sql.execute("UPDATE rollup SET rolled_to = $1", NOON + hours * HOUR)
    await sql.execute(
        "INSERT INTO gap (sensor_id, since, until) SELECT id, $1, $2 FROM sensor"
        " WHERE slug = 'fridge'",
        NOON + 40 * MINUTE, NOON + HOUR if hours > 1 else None,
    )  # fmt: skip
    await sql.execute(
        "INSERT INTO reading_hour (sensor_id, hour, n, uncounted, total, integral, known_s,"
        " covered_s, least, most, above_s, below_s, above_times, below_times)"
        " SELECT s.id, date_trunc('hour', r.measured_at), count(*), 0, sum(value), 0, 2400, 2400,"
        "   min(value), max(value), 600, 0, 1, 0"
        " FROM reading r, sensor s WHERE s.slug = 'fridge' AND quality = 0 AND measured_at < $1"
        " GROUP BY 1, 2",
        NOON + hours * HOUR,
    )


@pytest.mark.parametrize("query", ALL_SQL, ids=lambda query: str(query.where))
@pytest.mark.parametrize("shown", [DAY_BEFORE, MONTH], ids=["day", "month"])
async def test_each_query_is_answered_with_grafanas_rights(
    sql: asyncpg.Connection, grafana: asyncpg.Connection, query: Query, shown: Shown
) -> None:
    await _roll_up(sql, 2)

    assert await grafana.fetch(expand_sql(query.text, shown))


async def test_a_column_that_is_gone_is_found(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    """Each column that a query reads is missed by one of them once it has another name."""
    columns = await sql.fetch(
        "SELECT table_name AS view, column_name AS name FROM information_schema.columns"
        " WHERE table_schema = 'grafana'"
    )
    texts = [expand_sql(query.text, DAY_BEFORE) for query in ALL_SQL]
    missed = set()
    for view, name in columns:
        await sql.execute(f'ALTER VIEW grafana."{view}" RENAME COLUMN "{name}" TO gone')
        for text in texts:
            try:
                await grafana.fetch(text)
            except asyncpg.PostgresError:  # a view that is named as a column is read instead
                missed.add(f"{view}.{name}")
        await sql.execute(f'ALTER VIEW grafana."{view}" RENAME COLUMN gone TO "{name}"')

    assert missed >= {
        "reading.measured_at", "reading.value", "reading.counts", "reading.site", "gap.since",
        "gap.until", "limits.low", "limits.high", "limits.until", "hour.least", "hour.above_s",
        "sensor.state", "sensor.rolled_to",
    }  # fmt: skip


async def _line(grafana: asyncpg.Connection, shown: Shown) -> list[tuple[datetime, float | None]]:
    rows = await grafana.fetch(expand_sql(asked.BAND, shown))
    assert [row["time"] for row in rows] == sorted({row["time"] for row in rows})
    for row in rows:
        if row["mean"] is not None:
            assert row["lowest"] <= row["mean"] <= row["highest"]
    return [(row["time"], row["mean"]) for row in rows]


@pytest.mark.parametrize("rolled", [0, 1, 2])
async def test_the_line_breaks_in_a_gap_and_nowhere_else(
    sql: asyncpg.Connection, grafana: asyncpg.Connection, rolled: int
) -> None:
    if rolled:
        await _roll_up(sql, rolled)
    hours = replace(DAY_BEFORE, since=NOON, until=NOON + 2 * HOUR, points=120)
    line = await _line(grafana, hours)

    breaks = [at for at, mean in line if mean is None]
    assert [at for at in breaks if at < NOON + 2 * HOUR] == [NOON + 40.5 * MINUTE]
    assert line[0] == (NOON, 5.0)
    assert NOON + 5 * MINUTE not in dict(line)  # suspect: it does not count
    assert len(line) - len(breaks) == 121 - 19 - 2


async def test_a_sensor_that_reports_less_often_than_a_bucket_has_a_line(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    await sql.execute("DELETE FROM reading WHERE extract(minute FROM measured_at)::int % 10 <> 0")
    await sql.execute("UPDATE sensor SET expected_interval_s = 600")
    await sql.execute("DELETE FROM sensor_interval WHERE since > '-infinity'")
    await sql.execute("UPDATE sensor_interval SET interval_s = 600")
    line = await _line(grafana, replace(DAY_BEFORE, since=NOON, until=NOON + 2 * HOUR, points=120))

    assert [mean for at, mean in line if at <= NOON + 2 * HOUR] == [
        5,
        6,
        7,
        5,
        6,
        5,
        6,
        7,
        5,
        6,
        7,
        5,
    ]


async def test_a_long_range_shows_hours_and_then_readings(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    await _roll_up(sql, 2)
    line = await _line(grafana, MONTH)
    rows = await grafana.fetch(expand_sql(asked.BAND, MONTH))

    assert [at for at, mean in line if mean is None and at < NOON + 2 * HOUR] == [
        NOON + 30 * MINUTE
    ]
    assert [at for at, mean in line if mean is not None] == [NOON, NOON + HOUR, NOON + 2 * HOUR]
    assert (rows[0]["lowest"], rows[0]["highest"]) == (5, 7)


async def test_limits_are_steps_over_the_whole_range(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    rows = await grafana.fetch(expand_sql(asked.LIMITS, DAY_BEFORE))

    assert [tuple(row) for row in rows] == [
        (NOON - DAY, 2, 8),
        (NOON + 30 * MINUTE, None, 7.5),
        (NOON + 3 * HOUR, None, 7.5),
    ]
    before = replace(DAY_BEFORE, since=NOON - 60 * DAY, until=NOON - 59 * DAY)
    assert await grafana.fetch(expand_sql(asked.LIMITS, before)) == []


async def test_tables_name_what_was_wrong(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    await _roll_up(sql, 2)

    (out,) = await grafana.fetch(expand_sql(asked.OUT_OF_RANGE, DAY_BEFORE))
    assert (out["sensor"], out["above"], out["below"]) == ("fridge", 1200, 0)
    assert out["known"] == pytest.approx(4800 / 7200)
    hours = await grafana.fetch(expand_sql(asked.HOURS_OUT_OF_RANGE, DAY_BEFORE))
    assert [row["hour"] for row in hours] == [NOON + HOUR, NOON]
    gaps = await grafana.fetch(expand_sql(asked.GAPS, DAY_BEFORE))
    assert [(row["since"], row["until"]) for row in gaps][-1] == (NOON + 40 * MINUTE, NOON + HOUR)
    assert gaps[-1]["duration"] == 1200


async def test_values_of_variables_are_quoted(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    shown = replace(DAY_BEFORE, values={"site": "o'slo", "sensor": ["it's", "fridge"]})
    for query in ALL_SQL:
        await grafana.fetch(expand_sql(query.text, shown))
