"""Statistics computed in the plainest way, from a list of readings in memory."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
T0 = NOW - timedelta(hours=1)
STEP = timedelta(seconds=10)
LIMIT = 3 * STEP
UNCOUNTED = 1 | 2 | 4 | 32
Row = tuple[datetime, float | None, int]


def at(steps: float) -> datetime:
    """Return the instant `steps` times ten seconds after an hour before now."""
    return T0 + STEP * steps


@dataclass
class Beyond:
    """Excursions beyond one limit."""

    seconds: float = 0.0
    times: int = 0
    open: bool = False

    def add(self, beyond: bool, seconds: float) -> None:
        """Judge the value that holds for some seconds."""
        self.seconds += seconds if beyond else 0.0
        self.times += beyond and not self.open
        self.open = beyond


@dataclass
class Plain:
    """The expected statistics."""

    n: int = 0
    uncounted: int = 0
    known_s: float = 0.0
    integral: float = 0.0
    silent_s: float = 0.0
    values: list[tuple[float, datetime]] = field(default_factory=list)
    above: Beyond = field(default_factory=Beyond)
    below: Beyond = field(default_factory=Beyond)


Limits = Sequence[Any]
"""Since when, low and high; for excursions perhaps the least duration (s), and the hysteresis."""


def plain(
    rows: Sequence[Row],
    limits: Limits,
    start: datetime,
    end: datetime,
    longest: timedelta = LIMIT,
) -> Plain:
    """Walk over every reading and every change of limits."""
    figures, until_now = Plain(), min(end, NOW)
    ordered = sorted(rows)
    silent_from = start
    for index, (when, value, quality) in enumerate(ordered):
        following = ordered[index + 1][0] if index + 1 < len(ordered) else NOW
        gap = following - when > longest
        until = when if gap else following
        if until > start or when >= start:
            if silent_from < when:
                figures.silent_s += max(
                    0.0, (min(when, until_now) - max(silent_from, start)).total_seconds()
                )
            silent_from = until
        if when >= end:
            break
        inside = start <= when
        counts = quality & UNCOUNTED == 0
        if inside:
            figures.n += counts
            figures.uncounted += not counts
        if not counts or value is None or not (inside or until > start):
            continue
        if inside:
            figures.values.append((value, when))
        cuts = [when, *(since for since, _, _ in limits if when < since < until), until]
        for a, b in itertools.pairwise(cuts):
            later = [entry for entry in limits if entry[0] > a]
            if not inside and later and later[0][0] <= start:
                continue  # over before the range begins
            if a >= until_now and a != when:
                continue
            seconds = max(0.0, (min(b, until_now) - max(a, start)).total_seconds())
            force = [entry for entry in limits if entry[0] <= a]
            low, high = force[-1][1:] if force else (None, None)
            figures.known_s += seconds
            figures.integral += value * seconds
            figures.above.add(high is not None and value > high, seconds)
            figures.below.add(low is not None and value < low, seconds)
    if silent_from < until_now:
        figures.silent_s += (until_now - max(silent_from, start)).total_seconds()
    return figures


async def statistics(api: Any, start: datetime, end: datetime, sensor: str = "s/fridge") -> Any:
    """Return a sensor's statistics, asked for by an admin."""
    document = await api.get(
        "ada", "/statistics", sensor=sensor, **{"from": to_ms(start), "to": to_ms(end)}
    )
    [figures] = document["sensors"]
    return figures


def check(
    document: Any,
    rows: Sequence[Row],
    limits: Limits,
    start: datetime,
    end: datetime,
    longest: timedelta = LIMIT,
) -> None:
    """Compare every figure with those of the plain computation."""
    want = plain(rows, limits, start, end, longest)
    past = max(0.0, (min(end, NOW) - start).total_seconds())
    assert document["n"] == want.n
    assert document["uncounted"] == want.uncounted
    for name, pick in (("min", min), ("max", max)):
        if want.values:
            value = pick(value for value, _ in want.values)
            when = min(when for other, when in want.values if other == value)
            assert document[name] == {"value": value, "time": to_ms(when)}
        else:
            assert document[name] is None
    if want.known_s > 0:
        assert document["mean"] == pytest.approx(want.integral / want.known_s)
    elif want.values:
        assert document["mean"] == pytest.approx(
            sum(value for value, _ in want.values) / len(want.values)
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


async def write(world: Any, channel: int, rows: Sequence[Row]) -> None:
    """Insert the readings of a channel, if there are some."""
    if rows:
        await world.readings(channel, rows)


def limit_changes(last: int) -> st.SearchStrategy[Any]:
    """Return a strategy of changes of limits (step, low, high), the last one at step `last`."""
    return st.lists(
        st.tuples(
            st.floats(-30, last).map(lambda step: round(step, 1)),
            st.sampled_from([None, 1.0, 2.0]),
            st.sampled_from([None, 4.0, 6.0]),
        ),
        unique_by=lambda change: change[0],
        max_size=4,
    )
