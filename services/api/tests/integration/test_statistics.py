"""Statistics equal a plain computation over every reading."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from api_rollups import roll_up
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
T0 = NOW - timedelta(hours=1)
STEP = timedelta(seconds=10)
LIMIT = 3 * STEP
Row = tuple[datetime, float | None, int]


def at(steps: float) -> datetime:
    """So many steps of ten seconds after an hour before now."""
    return T0 + STEP * steps


@dataclass
class Beyond:
    """Excursions, counted the plain way."""

    seconds: float = 0.0
    times: int = 0
    open: bool = False

    def see(self, beyond: bool, seconds: float) -> None:
        self.seconds += seconds if beyond else 0.0
        self.times += beyond and not self.open
        self.open = beyond


@dataclass
class Plain:
    """What statistics have to say, from a list of readings in memory."""

    n: int = 0
    uncounted: int = 0
    known_s: float = 0.0
    integral: float = 0.0
    silent_s: float = 0.0
    values: list[tuple[float, datetime]] = field(default_factory=list)
    above: Beyond = field(default_factory=Beyond)
    below: Beyond = field(default_factory=Beyond)


Limits = Sequence[tuple[datetime, float | None, float | None]]


def plain(
    rows: Sequence[Row],
    limits: Limits,
    start: datetime,
    end: datetime,
    longest: timedelta = LIMIT,
) -> Plain:
    """Walks over every reading and every change of limits."""
    found, until_now = Plain(), min(end, NOW)
    known = sorted(rows)
    silent_from = start
    for index, (when, value, quality) in enumerate(known):
        following = known[index + 1][0] if index + 1 < len(known) else NOW
        gap = following - when > longest
        until = when if gap else following
        if until > start or when >= start:
            if silent_from < when:
                found.silent_s += max(
                    0.0, (min(when, until_now) - max(silent_from, start)).total_seconds()
                )
            silent_from = until
        if when >= end:
            break
        inside = start <= when
        counts = quality & 7 == 0
        if inside:
            found.n += counts
            found.uncounted += not counts
        if not counts or value is None or not (inside or until > start):
            continue
        if inside:
            found.values.append((value, when))
        cuts = [when, *(since for since, _, _ in limits if when < since < until), until]
        for a, b in itertools.pairwise(cuts):
            later = [each for each in limits if each[0] > a]
            if not inside and later and later[0][0] <= start:
                continue  # over before the range begins
            if a >= until_now and a != when:
                continue
            seconds = max(0.0, (min(b, until_now) - max(a, start)).total_seconds())
            force = [each for each in limits if each[0] <= a]
            low, high = force[-1][1:] if force else (None, None)
            found.known_s += seconds
            found.integral += value * seconds
            found.above.see(high is not None and value > high, seconds)
            found.below.see(low is not None and value < low, seconds)
    if silent_from < until_now:
        found.silent_s += (until_now - max(silent_from, start)).total_seconds()
    return found


async def statistics(api: Any, start: datetime, end: datetime, sensor: str = "s/fridge") -> Any:
    """The document, as admin."""
    document = await api.get(
        "ada", "/statistics", sensor=sensor, **{"from": to_ms(start), "to": to_ms(end)}
    )
    [found] = document["sensors"]
    return found


def check(
    document: Any,
    rows: Sequence[Row],
    limits: Limits,
    start: datetime,
    end: datetime,
    longest: timedelta = LIMIT,
) -> None:
    """Compares every figure."""
    want = plain(rows, limits, start, end, longest)
    past = max(0.0, (min(end, NOW) - start).total_seconds())
    assert document["n"] == want.n
    assert document["uncounted"] == want.uncounted
    for name, pick in (("min", min), ("max", max)):
        if want.values:
            value = pick(each for each, _ in want.values)
            when = min(each for found, each in want.values if found == value)
            assert document[name] == {"value": value, "time": to_ms(when)}
        else:
            assert document[name] is None
    if want.known_s > 0:
        assert document["mean"] == pytest.approx(want.integral / want.known_s)
    elif want.values:
        assert document["mean"] == pytest.approx(
            sum(each for each, _ in want.values) / len(want.values)
        )
    else:
        assert document["mean"] is None
    assert document["unknown_s"] == pytest.approx(past - want.known_s, abs=1e-3)
    if past > 0:
        assert document["coverage"] == pytest.approx(1 - want.silent_s / past, abs=1e-6)
    for name, beyond in (("above", want.above), ("below", want.below)):
        assert document[name]["seconds"] == pytest.approx(beyond.seconds, abs=1e-3), name
        assert document[name]["times"] == beyond.times, name
        assert document[name]["open"] == beyond.open, name


readings = st.lists(
    st.tuples(
        st.integers(-20, 365),
        st.integers(-3, 12).map(lambda tenths: tenths * 0.75),
        st.sampled_from([0, 0, 0, 0, 8, 1, 2, 4]),
    ),
    unique_by=lambda row: row[0],
    max_size=60,
)
dense = st.integers(-10, 340).flatmap(
    lambda first: st.lists(
        st.tuples(st.integers(0, 8).map(float), st.sampled_from([0, 0, 0, 0, 0, 2, 1])),
        max_size=60,
    ).map(lambda rows: [(first + n, value, quality) for n, (value, quality) in enumerate(rows)])
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    drawn=st.one_of(readings, dense),
    changes=st.lists(
        st.tuples(
            st.floats(-30, 380).map(lambda each: round(each, 1)),
            st.sampled_from([None, 1.0, 2.0]),
            st.sampled_from([None, 4.0, 6.0]),
        ),
        unique_by=lambda each: each[0],
        max_size=4,
    ),
    swap=st.none() | st.integers(-5, 360),
    start=st.integers(-25, 350),
    length=st.integers(1, 400),
)
async def test_statistics_equal_a_plain_computation(
    api: Any, world: Any, drawn: Any, changes: Any, swap: int | None, start: int, length: int
) -> None:
    await world.connection.execute(
        "TRUNCATE site, device, sensor, channel, installation, limits, reading, latest,"
        " access_grant CASCADE"
    )
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge", STEP.total_seconds())
    channels = [await world.channel("one", site)]
    rows: list[Row] = [
        (at(step), None if quality & 1 else value, quality)
        for step, value, quality in sorted(drawn)
        if at(step) <= NOW
    ]
    if swap is None:
        await world.install(channels[0], sensor)
        await _write(world, channels[0], rows)
    else:
        channels.append(await world.channel("two", site))
        await world.install(channels[0], sensor, None, at(swap))
        await world.install(channels[1], sensor, at(swap), None)
        await _write(world, channels[0], [row for row in rows if row[0] < at(swap)])
        await _write(world, channels[1], [row for row in rows if row[0] >= at(swap)])
    limits = sorted((at(since), low, high) for since, low, high in changes)
    for since, low, high in limits:
        await world.limits(sensor, since, low, high)
    begin, end = at(start), at(start + length)
    check(await statistics(api, begin, end), rows, limits, begin, end)
    document = await api.get(
        "ada", "/series", sensor="s/fridge", **{"from": to_ms(begin), "to": to_ms(end)}
    )
    [series] = document["sensors"]
    counted = [row for row in rows if begin <= row[0] < end and row[2] & 7 == 0]
    assert series["avg"] == [value for _, value, _ in counted]
    assert series["coverage"] == (await statistics(api, begin, end))["coverage"]


QUARTER = timedelta(minutes=15)
"""The pace of sensors that are rolled up here: four readings an hour, over some days."""


def on(quarters: float) -> datetime:
    """So many quarters of an hour after some days before now, that do not begin on a full hour."""
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
        unique_by=lambda each: each[0],
        max_size=300,
    ),
    changes=st.lists(
        st.tuples(
            st.floats(-30, 500).map(lambda each: round(each, 1)),
            st.sampled_from([None, 1.0, 2.0]),
            st.sampled_from([None, 4.0, 6.0]),
        ),
        unique_by=lambda each: each[0],
        max_size=4,
    ),
    swap=st.none() | st.integers(0, 480),
    start=st.floats(-100, 500).map(lambda each: round(each, 1)),
    length=st.floats(0.1, 600).map(lambda each: round(each, 1)),
    rolled=st.integers(0, 490),
    zone=st.sampled_from(["Europe/Vienna", "Asia/Kathmandu", "Australia/Lord_Howe"]),
)
async def test_rollups_and_readings_say_what_readings_alone_say(
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
    await _write(world, channels[0], [row for row in rows if row[0] < cut])
    await _write(world, channels[1], [row for row in rows if row[0] >= cut])
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


async def _write(world: Any, channel: int, rows: Sequence[Row]) -> None:
    if rows:
        await world.readings(channel, rows)


async def test_what_is_known_from_end_to_end_lacks_nothing(api: Any, world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge", 10)
    # no two readings are a round number of seconds apart
    rows = [(at(n) + timedelta(milliseconds=n * 37 % 991), 4.0, 0) for n in range(-8000, 300)]
    await world.readings(channel, rows)
    await roll_up(world.connection, sensor, "Europe/Vienna", NOW, NOW)
    begin, end = at(-7000.03), at(290.07)
    found = await statistics(api, begin, end)
    assert (found["coverage"], found["unknown_s"]) == (1.0, 0.0)
    ask = {"sensor": "s/fridge", "from": to_ms(begin), "to": to_ms(end), "points": 30}
    [series] = (await api.get("ada", "/series", **ask))["sensors"]
    assert series["coverage"] == 1.0


async def test_the_mean_is_weighted_by_time(api: Any, world: Any) -> None:
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge", 10)
    await world.readings(channel, [(at(0), 0.0, 0), (at(3), 10.0, 0), (at(4), 10.0, 0)])
    found = await statistics(api, at(0), at(4))
    assert found["mean"] == pytest.approx(2.5)
    assert found["unknown_s"] == 0
    assert found["expected"] == 4


async def test_an_excursion_that_goes_on_is_open(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge", 10)
    await world.limits(sensor, at(-1000), 2.0, 8.0)
    rows = [(at(n), 9.0 if n in (5, 6) or n >= 358 else 4.0, 0) for n in range(361)]
    await world.readings(channel, rows)
    found = await statistics(api, at(0), at(1000))
    assert found["above"] == {"seconds": 40.0, "times": 2, "open": True}
    assert found["below"] == {"seconds": 0.0, "times": 0, "open": False}


async def test_last_march_is_judged_by_last_marchs_limits(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, channel = await world.fed(site, "fridge", 10)
    await world.limits(sensor, at(-1000), None, 8.0)
    await world.limits(sensor, at(10.5), None, 3.0)
    await world.readings(channel, [(at(n), 4.0, 0) for n in range(20)])
    found = await statistics(api, at(0), at(19))
    assert found["above"] == {"seconds": 85.0, "times": 1, "open": True}
