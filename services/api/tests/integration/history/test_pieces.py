"""Pieces of a range: rollups, and readings on both sides, in series and statistics alike."""

from datetime import datetime, timedelta
from typing import Any

import httpx
from api_rollups import roll_up
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_statistics import NOW, Row, at, check, limit_changes, statistics, write

from isotherm.instants import to_ms
from isotherm_api.history.frames import load_frames
from isotherm_api.history.split import split
from isotherm_api.ranges import Range
from isotherm_api.series.build import build as build_series
from isotherm_api.statistics.build import build as build_statistics
from isotherm_api.visible import Reference

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START, END = NOW - 40 * DAY, NOW - 38 * DAY


async def filled(world: Any) -> None:
    """Insert a sensor with two days of readings more than a month ago, and roll it up."""
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    count = (END - START) // MINUTE
    await world.readings(channel, [(START + n * MINUTE, 4.0, 0) for n in range(count)])
    await roll_up(world.connection, sensor, "Europe/Vienna", NOW - 15 * MINUTE, NOW)


async def ask(api: Any, path: str, end: datetime = END, **more: Any) -> httpx.Response:
    """Return the answer to a request for the range."""
    params = {"sensor": "s/fridge", "from": to_ms(START), "to": to_ms(end)} | more
    answer: httpx.Response = await api.ask("ada", path, params=params)
    return answer


QUARTER = timedelta(minutes=15)
"""The interval of sensors that are rolled up here: four readings an hour, over some days."""


def on(quarters: float) -> datetime:
    """Return the instant `quarters` of an hour after one that is no full hour, five days ago."""
    return NOW - timedelta(days=5, minutes=7) + QUARTER * quarters


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    drawn=st.lists(
        st.tuples(
            st.integers(0, 480),
            st.integers(0, 8).map(float),
            st.sampled_from([0, 0, 0, 0, 8, 2, 1]),
        ),
        unique_by=lambda row: row[0],
        max_size=300,
    ),
    changes=limit_changes(500),
    swap=st.none() | st.integers(0, 480),
    start=st.floats(-100, 500).map(lambda step: round(step, 1)),
    length=st.floats(0.1, 600).map(lambda step: round(step, 1)),
    rolled=st.integers(0, 490),
    zone=st.sampled_from(["Europe/Vienna", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
async def test_rollups_and_readings_equal_readings_alone(
    api: Any,
    world: Any,
    drawn: Any,
    changes: Any,
    swap: int | None,
    start: float,
    length: float,
    rolled: int,
    zone: str,
) -> None:
    await world.connection.execute(
        "TRUNCATE site, device, sensor, channel, installation, limits, reading, latest,"
        " access_grant, dirty CASCADE"
    )
    site = await world.site("s", zone)
    sensor = await world.sensor(site, "fridge", QUARTER.total_seconds())
    channels = [await world.channel(name, site) for name in ("one", "two")]
    rows: list[Row] = [
        (on(step), None if quality & 1 else value, quality)
        for step, value, quality in sorted(drawn)
    ]
    cut = NOW if swap is None else on(swap)
    await world.install(channels[0], sensor, None, cut)
    await world.install(channels[1], sensor, cut, None)
    await write(world, channels[0], [row for row in rows if row[0] < cut])
    await write(world, channels[1], [row for row in rows if row[0] >= cut])
    limits = sorted((on(since), low, high) for since, low, high in changes)
    for since, low, high in limits:
        await world.limits(sensor, since, low, high)
    begin, end = on(start), on(start + length)
    ask = {"sensor": "s/fridge", "from": to_ms(begin), "to": to_ms(end)}
    wanted = [await api.get("ada", "/series", **ask, points=points) for points in (5, 40, 2000)]
    await roll_up(world.connection, sensor, zone, on(rolled), NOW)
    check(await statistics(api, begin, end), rows, limits, begin, end, 3 * QUARTER)
    for points, before in zip((5, 40, 2000), wanted, strict=True):
        after = await api.get("ada", "/series", **ask, points=points)
        assert after == before


async def test_a_fully_covered_range_has_full_coverage(api: Any, world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge", 10)
    # no two readings are a round number of seconds apart
    rows = [(at(n) + timedelta(milliseconds=n * 37 % 991), 4.0, 0) for n in range(-8000, 300)]
    await world.readings(channel, rows)
    await roll_up(world.connection, sensor, "Europe/Vienna", NOW, NOW)
    begin, end = at(-7000.03), at(290.07)
    figures = await statistics(api, begin, end)
    assert (figures["coverage"], figures["unknown_s"]) == (1.0, 0.0)
    ask = {"sensor": "s/fridge", "from": to_ms(begin), "to": to_ms(end), "points": 30}
    [series] = (await api.get("ada", "/series", **ask))["sensors"]
    assert series["coverage"] == 1.0


async def test_hours_serve_a_range_whose_readings_have_been_dropped(api: Any, world: Any) -> None:
    await filled(world)
    params = {"end": END - 3 * HOUR - 10 * MINUTE, "points": 2000}
    before = (await ask(api, "/series", **params)).json()
    assert before["source"] == "raw"
    for n in range(3):
        day = (START + n * DAY).date()
        await world.connection.execute("SELECT drop_day($1)", day)
    after = (await ask(api, "/series", **params)).json()
    assert after["source"] == "hour"
    [hours], [minutes] = after["sensors"], before["sensors"]
    assert sum(hours["count"][:-1]) <= sum(minutes["count"])
    assert set(hours["max"]) == {4.0}
    [figures] = (await ask(api, "/statistics", end=END)).json()["sensors"]
    assert figures["n"] == (END - START) // MINUTE
    assert figures["coverage"] == 1 - MINUTE / (END - START)


async def test_all_is_gap_before_the_first_reading(api: Any, world: Any) -> None:
    await filled(world)
    begin, end = to_ms(START - 90 * DAY), to_ms(START - DAY)
    document = (await ask(api, "/series", **{"from": begin, "to": end})).json()
    [series] = document["sensors"]
    assert (series["time"], series["gaps"], series["coverage"]) == ([], [[begin, end]], 0)
    [figures] = (await ask(api, "/statistics", **{"from": begin, "to": end})).json()["sensors"]
    assert (figures["n"], figures["min"], figures["coverage"]) == (0, None, 0)


async def test_the_future_has_neither_gaps_nor_coverage(api: Any, world: Any) -> None:
    await filled(world)
    future = {"from": to_ms(NOW + DAY), "to": to_ms(NOW + 60 * DAY)}
    [series] = (await ask(api, "/series", **future)).json()["sensors"]
    assert (series["time"], series["gaps"], series["coverage"]) == ([], [], None)
    [figures] = (await ask(api, "/statistics", **future)).json()["sensors"]
    assert (figures["n"], figures["coverage"], figures["unknown_s"]) == (0, None, 0)


async def test_rollups_and_readings_around_them_are_read_in_one_statement(
    api: Any, world: Any
) -> None:
    await filled(world)
    caller = await api.services.verifier.verify(api.realm.token("ada", admin=True))
    access = await api.services.grants.access(caller)
    span = Range(START + timedelta(minutes=7), NOW - HOUR)
    statements: list[str] = []
    async with api.services.database.reading() as connection:
        frames = await load_frames(
            connection, access, [Reference("s", "fridge")], span, NOW, api.services.days
        )
        cuts = split(frames[0], judge_lead=True)
        assert all(start < end for start, end in (cuts.before, cuts.rolled))
        # a connection's first use of a type makes asyncpg ask what the type is
        await build_series(connection, frames, 100, api.services.bounds)
        await build_statistics(connection, frames)
        with connection.query_logger(lambda record: statements.append(record.query)):
            await build_series(connection, frames, 100, api.services.bounds)
            await build_statistics(connection, frames)
    assert len(statements) == 2
