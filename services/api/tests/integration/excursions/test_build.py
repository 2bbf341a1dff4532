"""Excursions equal a plain computation over every reading, and agree with statistics."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from api_rollups import roll_up
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plain_excursions import check_items, excursions, plain_excursions
from plain_statistics import NOW, Row, limit_changes, statistics, write

from isotherm.instants import to_ms

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
HORIZON = "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))"


TWICE = {
    "Atlantic/Azores": datetime(2026, 10, 25, tzinfo=UTC),
    "America/Havana": datetime(2025, 11, 2, 4, tzinfo=UTC),
}
"""The first of two midnights of a day, by the zone where it comes twice."""


def on(quarters: float, zone: str = "") -> datetime:
    """Return the instant `quarters` of an hour after one that is no full hour.

    That is five days ago, or 60 hours before the midnight of a zone that comes twice.
    """
    midnight = TWICE.get(zone)
    begin = NOW - timedelta(days=5) if midnight is None else midnight - timedelta(hours=60)
    return begin - timedelta(minutes=7) + QUARTER * quarters


drawn_readings = st.one_of(
    st.lists(
        st.tuples(
            st.integers(0, 480),
            st.integers(0, 8).map(float),
            st.sampled_from([0, 0, 0, 0, 8, 2, 1]),
        ),
        unique_by=lambda row: row[0],
        max_size=300,
    ),
    # long excursions over hours and days, with short silences
    st.lists(
        st.tuples(st.integers(1, 150), st.sampled_from([0.5, 3.0, 5.0, 9.0]), st.integers(0, 5)),
        max_size=12,
    ).map(
        lambda runs: [
            (step, value + step % 3 / 8, 0)
            for start, (length, value, silent) in zip(
                [sum(run[0] for run in runs[:n]) for n in range(len(runs))], runs, strict=True
            )
            for step in range(start, start + max(1, length - silent))
            if step <= 480
        ]
    ),
)


graces = st.none() | st.lists(
    st.tuples(st.sampled_from([0.0, 900.0, 2000.0, 18_000.0, 86_400.0]), st.sampled_from([0, 0.5])),
    min_size=4,
    max_size=4,
)
"""For each change of limits the least duration and the hysteresis; None for no grace."""


async def insert(
    world: Any, drawn: Any, changes: Any, grace: Any, swap: int | None, zone: str
) -> Any:
    """Insert a sensor afresh; return its id, its rows, and its limits."""
    await world.connection.execute(
        "TRUNCATE site, device, sensor, channel, installation, limits, reading, latest,"
        " access_grant, dirty CASCADE"
    )
    await world.connection.execute("DELETE FROM state WHERE key = 'raw_horizon'")
    site = await world.site("s", zone)
    sensor = await world.sensor(site, "fridge", QUARTER.total_seconds())
    channels = [await world.channel(name, site) for name in ("one", "two")]
    rows: list[Row] = [
        (on(step, zone), None if quality & 1 else value, quality)
        for step, value, quality in sorted(drawn)
    ]
    cut = NOW if swap is None else on(swap, zone)
    await world.install(channels[0], sensor, None, cut)
    await world.install(channels[1], sensor, cut, None)
    await write(world, channels[0], [row for row in rows if row[0] < cut])
    await write(world, channels[1], [row for row in rows if row[0] >= cut])
    limits = sorted(
        (on(since, zone), *bounds, *graced)
        for (since, *bounds), graced in zip(changes, grace or [()] * len(changes), strict=False)
    )
    for entry in limits:
        await world.limits(sensor, *entry)
    return sensor, rows, limits


async def agree(api: Any, answer: Any, begin: Any, end: Any) -> None:
    """Check that excursions make the figures of statistics."""
    figures = await statistics(api, begin, end)
    for side in ("above", "below"):
        mine = [item for item in answer["items"] if item["side"] == side]
        assert sum(item["times"] for item in mine) == figures[side]["times"]
        assert any(item["open"] for item in mine) == figures[side]["open"]
        seconds = sum(item["seconds"] for item in mine)
        assert seconds == pytest.approx(figures[side]["seconds"], abs=1e-3)
    assert answer["total"] == figures["above"]["times"] + figures["below"]["times"]


quick = settings(
    max_examples=90,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(
    drawn=drawn_readings,
    changes=limit_changes(500),
    grace=graces,
    swap=st.none() | st.integers(0, 480),
    start=st.floats(-100, 500).map(lambda step: round(step, 1)),
    length=st.floats(0.1, 600).map(lambda step: round(step, 1)),
    rolled=st.none() | st.integers(0, 490),
    limit=st.sampled_from([1, 2, 5, 1000]),
    zone=st.sampled_from(["Europe/Vienna", "Asia/Kathmandu", "Australia/Lord_Howe", *TWICE]),
)
@example(
    drawn=[(step, 8.0 if step == 242 else 5.0, 0) for step in range(230, 255)],
    changes=[(0.0, None, 6.0)], grace=None, swap=None, start=0.0, length=480.0, rolled=480, limit=5,
    zone="Atlantic/Azores",
)  # fmt: skip
async def test_excursions_equal_a_plain_computation(
    api: Any, world: Any, drawn: Any, changes: Any, grace: Any, swap: int | None, start: float,
    length: float, rolled: int | None, limit: int, zone: str,
) -> None:  # fmt: skip
    sensor, rows, limits = await insert(world, drawn, changes, grace, swap, zone)
    # a sensor is rolled up within minutes, so readings are searched for a day before a range
    if rolled is not None or start > 90:
        await roll_up(world.connection, sensor, zone, on(max(rolled or 0, start - 90), zone), NOW)
    begin, end = on(start, zone), on(start + length, zone)
    want = plain_excursions(rows, limits, begin, end, 3 * QUARTER)
    answer = await excursions(api, begin, end, limit=limit)
    assert (answer["total"], answer["more"]) == (len(want), len(want) > limit)
    check_items(answer["items"], want[:limit])
    await agree(api, await excursions(api, begin, end, limit=1000), begin, end)


@quick
@given(
    drawn=drawn_readings,
    changes=limit_changes(500),
    grace=graces,
    start=st.floats(-100, 500).map(lambda step: round(step, 1)),
    length=st.floats(0.1, 600).map(lambda step: round(step, 1)),
    kept_from=st.integers(0, 480),
    zone=st.sampled_from(["Europe/Vienna", "Australia/Lord_Howe"]),
)
async def test_hours_make_the_same_figures_where_readings_are_gone(
    api: Any, world: Any, drawn: Any, changes: Any, grace: Any, start: float, length: float,
    kept_from: int, zone: str,
) -> None:  # fmt: skip
    sensor, _, _ = await insert(world, drawn, changes, grace, None, zone)
    await roll_up(world.connection, sensor, zone, NOW, NOW)
    await world.connection.execute(HORIZON, to_ms(on(kept_from)))
    await world.connection.execute("DELETE FROM reading WHERE measured_at < $1", on(kept_from))
    begin, end = on(start), on(start + length)
    answer = await excursions(api, begin, end, limit=1000)
    await agree(api, answer, begin, end)
    assert not answer["more"]
