"""Whatever is corrected in whatever order, all figures are those of the corrected readings.

Corrections are made and undone through the API, worker's own code rolls the sensor up, and every
answer is compared with a plain computation over readings that were corrected one by one.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest_asyncio
from corrected_figures import check_exports, check_figures, check_preview, check_series
from corrected_history import CORRECTIONS, QUARTER, begin, on
from fixed_clock import FixedClock
from history_world import World as Worker
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plain_statistics import NOW, limit_changes

from isotherm.process.connections import pool
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture(loop_scope="session")
async def worker(database: Database, world: Any) -> AsyncIterator[Worker]:
    """Worker on the database of the app."""
    async with pool(database.worker, size=2) as connections:
        yield Worker(connections, world.connection, FixedClock(NOW))


UNITS = st.permutations(["C", "F", "K"]).map(lambda units: tuple(units[:2]))
GRACES = st.none() | st.lists(
    st.tuples(st.sampled_from([0.0, 900.0, 2000.0, 18_000.0, 86_400.0]), st.sampled_from([0, 0.5])),
    min_size=4,
    max_size=4,
)
"""For each change of limits the least duration and the hysteresis; None for no grace."""
SHIFTS = st.one_of(
    st.integers(-300, 300).filter(bool).map(lambda steps: QUARTER / 2 * steps),
    st.sampled_from([timedelta(milliseconds=1), -timedelta(hours=1, milliseconds=1)]),
)
BEGINS = st.integers(-20, 980).map(lambda halves: halves / 2)
LENGTHS = st.integers(1, 200).map(lambda halves: halves / 2)
STEPS = st.one_of(
    st.tuples(st.just("make"), st.just("set_aside"), BEGINS, LENGTHS, st.none()),
    st.tuples(st.just("make"), st.just("unit"), BEGINS, LENGTHS, UNITS),
    st.tuples(st.just("make"), st.just("time"), BEGINS, LENGTHS, SHIFTS),
    st.tuples(st.just("undo"), st.integers(0, 5)),
    st.tuples(
        st.just("late"),
        st.lists(
            st.tuples(st.integers(0, 470), st.sampled_from([0.5, 7.0])), max_size=5,
            unique_by=lambda row: row[0],
        ),
    ),
    st.tuples(st.just("swap"), st.integers(0, 480)),
    st.tuples(st.just("roll")),
)  # fmt: skip
READINGS = st.one_of(
    st.lists(
        st.tuples(
            st.integers(0, 480),
            st.integers(0, 8).map(float),
            st.sampled_from([0, 0, 0, 0, 8, 2, 1]),
        ),
        unique_by=lambda row: row[0],
        min_size=30,
        max_size=300,
    ),
    # a steady sensor with a few silences and spikes
    st.tuples(st.sets(st.integers(0, 48)), st.sets(st.integers(0, 480), max_size=20)).map(
        lambda drawn: [
            (step, 9.25 if step in drawn[1] else 3.0 + step % 7 / 8, 0)
            for step in range(481)
            if step // 10 not in drawn[0]
        ]
    ),
)


SILENT = [(step, 3.0, 0) for step in range(481) if step // 10 != 10]
"""A steady sensor without readings of the steps 100 to 109."""


@example(  # what another device stored is shifted, too
    drawn=SILENT,
    changes=[(0.0, None, 5.0)],
    grace=None,
    steps=[("make", "time", 200.0, 30.0, QUARTER * -200), ("roll",), ("swap", 210)],
    start=0.0,
    length=480.0,
    zone="UTC",
)
@example(  # late readings belong to where a correction shifts them
    drawn=SILENT,
    changes=[(0.0, None, 6.0)],
    grace=None,
    steps=[("make", "time", 100.0, 10.0, QUARTER * 40), ("late", [(103, 7.0), (105, 7.0)])],
    start=0.0,
    length=480.0,
    zone="UTC",
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    drawn=READINGS,
    changes=limit_changes(500),
    grace=GRACES,
    steps=st.lists(STEPS, min_size=1, max_size=10),
    start=st.floats(-30, 480).map(lambda step: round(step, 1)),
    length=st.floats(0.1, 500).map(lambda step: round(step, 1)),
    zone=st.sampled_from(["UTC", "Europe/Vienna", "Asia/Kathmandu"]),
)
async def test_all_that_is_read_is_that_of_the_corrected_readings(
    api: Any, world: Any, worker: Worker, drawn: Any, changes: Any, grace: Any, steps: Any,
    start: float, length: float, zone: str,
) -> None:  # fmt: skip
    sensor, history, limits = await begin(api, world, worker, drawn, changes, grace, zone)
    for number, (step, *how) in enumerate(steps):
        history.is_last = number == len(steps) - 1
        await getattr(history, step)(*how)
    await history.roll()
    assert [
        item["id"] for item in (await api.get("ada", CORRECTIONS, limit=200))["items"]
    ] == sorted(history.active, reverse=True)
    await worker.check(sensor)
    rows, since, until = history.corrected(), on(start), on(start + length)
    await check_figures(api, rows, limits, grace, since, until)
    check_preview(history, rows, limits)
    await check_series(api, rows, since, until)
    await check_exports(api, rows, since, until, zone)
    for channel, readings in history.stored.items():
        stored = await world.connection.fetch(
            "SELECT measured_at, value, quality FROM reading WHERE channel_id = $1 ORDER BY 1",
            channel,
        )
        assert [tuple(row) for row in stored] == sorted(readings)
