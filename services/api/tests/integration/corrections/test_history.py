"""Whatever is corrected in whatever order, all figures are those of the corrected readings.

Corrections are made and undone through the API, worker's own code rolls the sensor up, and every
answer is compared with a plain computation over readings that were corrected one by one.
"""

import csv
import io
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from fixed_clock import FixedClock
from history_world import World as Worker
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plain_corrections import meet
from plain_corrections import plain as correct
from plain_excursions import check_items, excursions, plain_excursions
from plain_statistics import NOW, UNCOUNTED, Row, check, limit_changes, statistics, write

from isotherm.history.corrections import Correction
from isotherm.instants import to_datetime, to_micros, to_ms
from isotherm.process.connections import pool
from isotherm.quality import Quality
from isotherm_devstack.testing.database import Database

MINUTE, QUARTER, DAY = timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1)
CORRECTIONS = "/sensors/s/fridge/corrections"


def on(quarters: float) -> datetime:
    """Return the instant `quarters` of an hour after one that is no full hour, five days ago."""
    return NOW - timedelta(days=5, minutes=7) + QUARTER * quarters


@pytest_asyncio.fixture(loop_scope="session")
async def worker(database: Database, world: Any) -> AsyncIterator[Worker]:
    """Worker on the database of the app."""
    async with pool(database.worker, size=2) as connections:
        yield Worker(connections, world.connection, FixedClock(NOW))


class History:
    """A sensor, what was stored for it, and the corrections that are in force."""

    def __init__(self, api: Any, worker: Worker, sensor: int, stored: dict[int, list[Row]]) -> None:
        self.api, self.worker, self.sensor = api, worker, sensor
        self.stored = stored
        """The readings of each channel; the second one supplies the sensor after `swap`."""
        self.swapped_at = NOW + DAY
        self.active: dict[int, Correction] = {}
        self.is_last = False
        """Whether the step is the last one, which is previewed if it makes a correction."""
        self.previewed: tuple[Correction, Any] | None = None
        """That correction, and what was said of it."""

    async def make(self, kind: Any, begin: float, length: float, how: Any) -> None:
        """Make a correction, if it is possible; the API must say so if it is not."""
        start = min(on(begin), NOW - timedelta(minutes=1))
        end = min(on(begin + length), NOW)
        sent = {"kind": kind, "from": to_ms(start), "to": to_ms(end), "reason": "Drawn"}
        bounds = to_micros(start), to_micros(end)
        new, refused = Correction(kind, *bounds), 0
        if kind == "unit":
            read_as, sent_as = how
            sent |= {"read_as": read_as, "sent_as": sent_as}
            new = Correction(kind, *bounds, read_as=read_as, sent_as=sent_as)
        if kind == "time":
            sent |= {"shift_ms": how // timedelta(milliseconds=1)}
            new = Correction(kind, *bounds, shift=how // timedelta(microseconds=1))
            refused = 422 if end + how > NOW else 0
        if not refused and any(meet(new, one) for one in self.active.values()):
            refused = 409
        if self.is_last:
            await self.roll()
            tried = await self.api.ask("ada", f"{CORRECTIONS}/preview", method="POST", json=sent)
            assert tried.status_code == (refused or 200), tried.text
            self.previewed = None if refused else (new, tried.json())
        answer = await self.api.ask("ada", CORRECTIONS, method="POST", json=sent)
        assert answer.status_code == (refused or 201), answer.text
        if not refused:
            self.active[answer.json()["id"]] = new

    async def undo(self, number: int) -> None:
        """Undo one of the corrections in force, if there are some."""
        if self.active:
            which = sorted(self.active)[number % len(self.active)]
            path = f"{CORRECTIONS}/{which}/undo"
            answer = await self.api.ask("ada", path, method="POST", json={})
            assert answer.status_code == 200, answer.text
            del self.active[which]

    async def late(self, rows: Sequence[tuple[int, float]]) -> None:
        """Store some readings late, as ingest does."""
        channel, stored = next(iter(self.stored.items()))
        taken = {row[0] for row in stored}
        new = [(on(step), value, 0) for step, value in rows if on(step) not in taken]
        if new:
            await self.worker.store(channel, new)
            stored += new

    async def swap(self, step: int) -> None:
        """Say that the second channel supplies the sensor since an instant."""
        self.swapped_at = on(step)
        first, second = self.stored
        await self.worker.sql.execute("DELETE FROM installation")
        await self.worker.install(self.sensor, first, None, self.swapped_at)
        await self.worker.install(self.sensor, second, self.swapped_at, None)

    async def roll(self) -> None:
        """Roll up all that is to be rolled up."""
        await self.worker.roll()

    def corrected(self) -> list[Row]:
        """Return the readings as the corrections in force make them."""
        first, second = self.stored.values()
        shown = [row for row in first if row[0] < self.swapped_at]
        shown += [row for row in second if row[0] >= self.swapped_at]
        stored = [(to_micros(at), value, quality) for at, value, quality in shown]
        rows = correct(sorted(stored), list(self.active.values()))
        return [(to_datetime(at), value, int(quality)) for at, value, quality in rows]


async def begin(
    api: Any, world: Any, worker: Worker, drawn: Any, changes: Any, grace: Any, zone: str
) -> Any:
    """Insert a sensor afresh, rolled up; return its id, its history and its limits."""
    await world.connection.execute(
        "TRUNCATE site, device, sensor, channel, installation, limits, reading, latest,"
        " access_grant, dirty, audit CASCADE"
    )
    await world.connection.execute("DELETE FROM state")
    site = await world.site("s", zone)
    sensor, channel = await world.fed(site, "fridge", QUARTER.total_seconds())
    worker.zones = {sensor: ZoneInfo(zone)}
    rows: list[Row] = [
        (on(step), None if quality & 1 else value, quality)
        for step, value, quality in sorted(drawn)
    ]
    other = await world.channel("other", site)
    others: list[Row] = [(on(step) + 2 * MINUTE, 5.5, 0) for step in range(0, 480, 3)]
    await write(world, channel, rows)
    await write(world, other, others)
    limits = sorted(
        (on(since), *bounds, *graced)
        for (since, *bounds), graced in zip(changes, grace or [()] * len(changes), strict=False)
    )
    for entry in limits:
        await world.limits(sensor, *entry)
    await worker.close(NOW)
    history = History(api, worker, sensor, {channel: rows, other: others})
    await history.roll()
    return sensor, history, limits


async def exported(api: Any, start: datetime, end: datetime, **more: Any) -> list[dict[str, str]]:
    """Return the lines of an export."""
    span = {"from": to_ms(start), "to": to_ms(end), "zone": "UTC"}
    answer = await api.ask("ada", "/export", params={"sensor": "s/fridge", **span, **more})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def within(rows: Sequence[Row], start: datetime, end: datetime) -> list[Row]:
    """Return the rows of a range."""
    return [row for row in rows if start <= row[0] < end]


def counts(row: Row) -> bool:
    """Return whether a reading counts."""
    return not row[2] & UNCOUNTED


async def check_figures(
    api: Any, rows: Sequence[Row], limits: Any, grace: Any, since: datetime, until: datetime
) -> None:
    """Compare statistics and excursions, and one with the other."""
    figures = await statistics(api, since, until)
    want = plain_excursions(rows, limits, since, until, 3 * QUARTER)
    found = await excursions(api, since, until, limit=1000)
    assert (found["total"], found["more"]) == (len(want), False)
    check_items(found["items"], want)
    for side in ("above", "below"):
        mine = [item for item in want if item["side"] == side]
        assert figures[side]["times"] == len(mine)
        seconds = sum(item["seconds"] for item in mine)
        assert figures[side]["seconds"] == pytest.approx(seconds, abs=1e-3)
    if grace is None:
        check(figures, rows, limits, since, until, 3 * QUARTER)


def check_preview(history: History, rows: Sequence[Row], limits: Any) -> None:
    """Compare what was said of the last correction before it was made with what it did."""
    if history.previewed is None:
        return
    made, preview = history.previewed
    ends = [(made.start + by, made.end + by) for by in (0, made.shift)]
    parts = sorted(tuple(to_datetime(end) for end in part) for part in ends)
    if parts[0][1] >= parts[1][0]:
        parts = [(parts[0][0], parts[1][1])]
    inside = [row for part in parts for row in within(rows, *part) if counts(row)]
    values = [value for _, value, _ in inside if value is not None]
    want = [item for part in parts for item in plain_excursions(rows, limits, *part, 3 * QUARTER)]
    figures = preview["after"]
    assert figures["counting"] == len(inside)
    assert (figures["min"], figures["max"]) == (
        min(values, default=None), max(values, default=None),
    )  # fmt: skip
    assert figures["excursions"] == len(want)
    seconds = sum(item["seconds"] for item in want)
    assert figures["seconds"] == pytest.approx(seconds, abs=1e-3)


async def check_series(api: Any, rows: Sequence[Row], start: datetime, end: datetime) -> None:
    """Compare a series of single readings, and one of buckets."""
    span = {"sensor": "s/fridge", "from": to_ms(start), "to": to_ms(end)}
    shown = within(rows, start, min(end, NOW))
    counted = [row for row in shown if counts(row)]
    document = await api.get("ada", "/series", **span, points=2000)
    [found] = document["sensors"]
    marks = [row for row in shown if not counts(row)]
    assert found["uncounted_total"] == len(marks)
    assert [(mark["time"], mark["value"], mark["quality"]) for mark in found["uncounted"]] == [
        (to_ms(at), value, quality) for at, value, quality in marks
    ][-200:]
    assert document["bucket_ms"] is None
    assert list(zip(found["time"], found["avg"], strict=True)) == [
        (to_ms(at), value) for at, value, _ in counted
    ]
    for points in (40, 10):
        document = await api.get("ada", "/series", **span, points=points)
        [found] = document["sensors"]
        assert sum(found["count"]) == len(counted)
        assert found["uncounted_total"] == len(marks)
        values = [row[1] for row in counted]
        assert (min(found["min"], default=None), max(found["max"], default=None)) == (
            min(values, default=None), max(values, default=None),
        )  # fmt: skip


async def check_exports(
    api: Any, rows: Sequence[Row], start: datetime, end: datetime, zone: str
) -> None:
    """Compare the exports of readings, hours and days."""
    lines = await exported(api, start, end, resolution="raw")
    shown = within(rows, start, min(end, NOW))
    assert [
        (datetime.fromisoformat(line["time"]), line["temperature_celsius"] or None)
        for line in lines
    ] == [
        (at, None if value is None else f"{round(value, 9) + 0.0:.15g}") for at, value, _ in shown
    ]
    assert [line["quality"].split("+") for line in lines] == [_words(row[2]) for row in shown]
    whole = start - DAY, end + DAY
    for resolution in ("hour", "day"):
        sums: dict[datetime, list[Row]] = defaultdict(list)
        lines = await exported(api, *whole, resolution=resolution)
        spans = [
            tuple(datetime.fromisoformat(line[end]) for end in ("from", "to")) for line in lines
        ]
        for row in rows:
            for since, until in spans:
                if since <= row[0] < until:
                    sums[since].append(row)
        for line, (since, _) in zip(lines, spans, strict=True):
            inside = sums[since]
            values = [row[1] for row in inside if counts(row) and row[1] is not None]
            found = (int(line["count"]), int(line["uncounted"]))
            assert found == (len(values), len(inside) - len(values)), (resolution, since)
            for name, pick in (("min", min), ("max", max)):
                text = line[f"{name}_celsius"]
                assert (float(text) if text else None) == (
                    pytest.approx(pick(values), abs=1e-9) if values else None
                )


def _words(quality: int) -> list[str]:
    return [str(bit.name).lower() for bit in Quality if bit and bit & quality] or ["ok"]


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
