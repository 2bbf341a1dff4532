"""The dashboard of temperatures shows what was measured, with Grafana's rights and macros."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

import asyncpg
import pytest
import pytest_asyncio

from chart_dashboards import Query, queries, variables
from dashboard_readings import DAY, HOUR, MINUTE, NOON, roll_up, store_fridge
from isotherm_dashboards import temperature_queries as asked
from isotherm_dashboards.expand import Shown, expand_sql
from isotherm_devstack.testing.database import Database

DAY_BEFORE = Shown(
    NOON - DAY, NOON + 3 * HOUR, {"site": "oslo", "sensor": ["fridge"]}, points=9 * 60
)
MONTH = replace(DAY_BEFORE, since=NOON - 30 * DAY, points=1000)
ALL_SQL = [*queries("postgresql"), *variables("postgresql")]


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A fridge with a reading a minute for two hours, but for 20 minutes, and an empty sensor."""
    connection = await asyncpg.connect(database.superuser)
    await store_fridge(connection)
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def grafana(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection with Grafana's rights."""
    connection = await asyncpg.connect(database.grafana)
    yield connection
    await connection.close()


@pytest.mark.parametrize("query", ALL_SQL, ids=lambda query: str(query.where))
@pytest.mark.parametrize("shown", [DAY_BEFORE, MONTH], ids=["day", "month"])
async def test_each_query_is_answered_with_grafanas_rights(
    sql: asyncpg.Connection, grafana: asyncpg.Connection, query: Query, shown: Shown
) -> None:
    await roll_up(sql, 2)

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
        await roll_up(sql, rolled)
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

    means = [mean for at, mean in line if at <= NOON + 2 * HOUR]
    assert means == [5, 6, 7, 5, 6, 5, 6, 7, 5, 6, 7, 5]


async def test_a_long_range_shows_hours_and_then_readings(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    await roll_up(sql, 2)
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


async def test_only_sensors_of_the_chosen_site_are_offered_and_shown(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    await sql.execute("INSERT INTO site (slug, name, time_zone) VALUES ('bergen', 'Bergen', 'UTC')")
    await sql.execute(
        "INSERT INTO sensor (site_id, slug, name) SELECT id, 'cellar', 'Cellar' FROM site"
        " WHERE slug = 'bergen'"
    )

    sites = await grafana.fetch(expand_sql(asked.SITES, DAY_BEFORE))
    assert [row["site"] for row in sites] == ["bergen", "oslo"]
    sensors = await grafana.fetch(expand_sql(asked.SENSORS, DAY_BEFORE))
    assert [row["sensor"] for row in sensors] == ["fridge", "room"]
    shown = await grafana.fetch(expand_sql(asked.NOW, DAY_BEFORE))
    assert [(row["sensor"], row["name"], row["place"]) for row in shown] == [
        ("fridge", "Fridge", "Lab"),
        ("room", "Room", None),
    ]


async def test_tables_name_what_was_wrong(
    sql: asyncpg.Connection, grafana: asyncpg.Connection
) -> None:
    await roll_up(sql, 2)

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
