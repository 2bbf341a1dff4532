"""What a dozen messages mend of what was learned, and what they do not."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest

from isotherm.pattern import rounded
from isotherm_worker.sensors.mending import Known, begin_of, is_doubtful, mend, newest_cadence

START = datetime(2026, 11, 28, tzinfo=UTC)
MINUTE, HOUR = 60.0, 3600.0


def at(*steps: float) -> list[datetime]:
    """Return the instants of messages with these spacings, in seconds."""
    return [START + timedelta(seconds=seconds) for seconds in accumulate(steps, initial=0.0)]


def known(interval_s: float, usual_s: float | None = None) -> Known:
    """Return what is known, with a heartbeat if there is another usual spacing."""
    heartbeat_s = None if usual_s is None else interval_s
    return Known(interval_s, usual_s or interval_s, heartbeat_s)


def mended(
    steps: Sequence[float], before: Known
) -> tuple[float, float | None, float | None, int] | None:
    """Return cadence, heartbeat, interval, and the index of the message it begins with."""
    times = at(*steps)
    result = mend(times, before)
    if result is None:
        return None
    pattern = result.pattern
    assert pattern.interval_s is not None
    heartbeat_s = None if pattern.heartbeat_s is None else rounded(pattern.heartbeat_s)
    index = times.index(result.begin)
    return rounded(pattern.usual_s), heartbeat_s, rounded(pattern.interval_s), index


def lossy(share: float) -> list[float]:
    """Return spacings of a minute if this share of the messages is lost."""
    chance, steps = random.Random(3), [MINUTE]  # noqa: S311  no secret
    for _ in range(2000):
        if chance.random() < share:
            steps[-1] += MINUTE
        else:
            steps.append(MINUTE)
    return steps


MENDED = {
    "a second that a flush taught": (
        [0.1] * 40 + [2.0] * 20 + [4.0] + [2.0] * 5, known(0.1), (2.0, None, 2.0, 40)
    ),
    "slower, or a heartbeat": (
        [MINUTE] * 60 + [600.0] * 12, known(MINUTE), (MINUTE, 600.0, 600.0, 60)
    ),
    "no heartbeat, but slower": (
        [MINUTE] * 60 + [600.0] * 24, known(600.0, MINUTE), (600.0, None, 600.0, 60)
    ),
    "faster": ([600.0] * 60 + [MINUTE] * 12, known(600.0), (MINUTE, None, MINUTE, 60)),
    "much faster, for as long as the old interval": (
        [HOUR] * 20 + [10.0] * 360, known(HOUR), (10.0, None, 10.0, 20)
    ),
    "one of them is odd": (
        [MINUTE] * 60 + [600.0] * 6 + [1200.0] + [600.0] * 5, known(MINUTE),
        (MINUTE, 600.0, 600.0, 60),
    ),
    "an outage before the change stays one": (
        [MINUTE] * 60 + [5 * HOUR] + [600.0] * 12, known(MINUTE), (MINUTE, 600.0, 600.0, 61)
    ),
    "a heartbeat after three": (
        [MINUTE] * 300 + [HOUR] * 3, known(MINUTE), (MINUTE, HOUR, HOUR, 300)
    ),
    "a night of hours": (
        [MINUTE] * 39 + [HOUR] * 10, known(MINUTE), (MINUTE, HOUR, HOUR, 39)
    ),
    "five samples per wake, guessed from one": (
        ([2.0] * 4 + [HOUR - 8]) * 4, known(2.0), (HOUR, None, HOUR, 4)
    ),
    "a night learned first": (
        [MINUTE] * 100 + [HOUR] * 10 + [MINUTE] * 90, known(HOUR), (MINUTE, HOUR, HOUR, 110)
    ),
    "the heartbeat is never seen again": (
        [MINUTE] * 2600, known(HOUR, MINUTE), (MINUTE, None, MINUTE, 0)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MENDED)
def test_mended(name: str) -> None:
    steps, before, expected = MENDED[name]
    assert mended(steps, before) == expected


UNCHANGED = {
    "the same": ([MINUTE] * 50, known(MINUTE)),
    "eleven spacings": ([600.0] * 11, known(MINUTE)),
    "outages": ([MINUTE] * 30 + [700.0] + [MINUTE] * 9 + [9000.0] + [MINUTE] * 9, known(MINUTE)),
    "an hour, twice": (([MINUTE] * 50 + [HOUR]) * 2 + [MINUTE] * 9, known(MINUTE)),
    "a flush at two seconds": ([600.0] * 50 + [2.0] * 26, known(600.0)),
    "flushes at two seconds": (([600.0] * 20 + [2.0] * 26) * 3, known(600.0)),
    "the morning after a night of hours": (
        [MINUTE] * 300 + [HOUR] * 10 + [MINUTE] * 12, known(HOUR, MINUTE)
    ),
    "the night": ([MINUTE] * 300 + [HOUR] * 20, known(HOUR, MINUTE)),
    "a day without silence": ([MINUTE] * 1440, known(HOUR, MINUTE)),
    "wakes": (([2.0] * 4 + [HOUR - 8]) * 20, known(HOUR)),
    "in the middle of a wake": (([2.0] * 4 + [HOUR - 8]) * 9 + [2.0] * 12, known(HOUR)),
    "two probes on one channel": ([1.5, 58.5] * 50, known(MINUTE)),
    "slower by night, a little": (
        ([MINUTE] * 100 + [120.0] * 100) * 2 + [MINUTE] * 50, known(120.0)
    ),
    "slower by night, again": (
        ([MINUTE] * 300 + [600.0] * 50) * 2, known(600.0, MINUTE)
    ),
    "three messages in ten are lost": (lossy(0.3), known(MINUTE)),
}  # fmt: skip


@pytest.mark.parametrize("name", UNCHANGED)
def test_unchanged(name: str) -> None:
    steps, before = UNCHANGED[name]
    assert mended(steps, before) is None


BACKLOG = [60_000.0] * 3
"""Spacings of messages with a thousand readings each."""


@pytest.mark.parametrize(
    ("live", "bundled", "expected"),
    [(60, 3, MINUTE), (59, 3, None), (60, 4, None), (60, None, None)],
)
def test_a_backlog_is_believed_for_an_hour_of_live_messages(
    live: int, bundled: int | None, expected: float | None
) -> None:
    times = at(*BACKLOG, *[MINUTE] * live)
    known = Known(60_000.0, 60_000.0, None, None if bundled is None else times[bundled])
    result = mend(times, known)
    assert (None if result is None else result.pattern.interval_s) == expected
    assert is_doubtful(times, known) is (live >= 60)
    if result is not None:
        assert result.begin == times[3]


def test_an_irregular_sensor_gets_a_long_spacing() -> None:
    chance = random.Random(1)  # noqa: S311  no secret
    steps = [5 + chance.expovariate(1 / 120) for _ in range(80)]
    result = mended(steps, known(20.0))
    assert result is not None
    assert 200 < result[2] < 400 if result[2] else False
    assert result[3] == 0
    assert mended(steps, known(result[2])) is None


def test_an_irregular_sensor_keeps_the_long_interval_of_the_night_before() -> None:
    chance = random.Random(2)  # noqa: S311  no secret
    day = [10 + chance.expovariate(1 / 40) for _ in range(90)]
    result = mend(at(*[HOUR] * 6, *day), known(HOUR))
    assert result is not None
    assert result.pattern.interval_s is not None
    assert result.pattern.interval_s < 300
    assert result.begin == at(*[HOUR] * 6)[-1]
    assert mend(at(*[HOUR] * 6, *day[:40]), known(HOUR)) is None


def test_a_cadence_that_fills_the_sample_is_doubtful() -> None:
    """Two seconds for less than ten minutes may be a burst; more messages show how long."""
    assert mend(at(*[2.0] * 100), known(600.0)) is None
    assert is_doubtful(at(*[2.0] * 100), known(600.0))
    assert mended([600.0] * 50 + [2.0] * 300, known(600.0)) == (2.0, None, 2.0, 50)


def test_gaps_and_missing_heartbeats_are_doubtful() -> None:
    assert is_doubtful(at(MINUTE, 181.0), known(MINUTE))
    assert not is_doubtful(at(MINUTE, 180.0), known(MINUTE))
    assert is_doubtful(at(*[MINUTE] * 50), known(HOUR, MINUTE))
    assert not is_doubtful(at(*[MINUTE] * 50, HOUR), known(HOUR, MINUTE))
    assert not is_doubtful([], known(MINUTE))


def test_ten_of_twelve_make_a_cadence() -> None:
    assert newest_cadence([*[60.0] * 10, 900.0, 1.0]) == 60.0
    assert newest_cadence([*[60.0] * 9, 900.0, 1.0, 900.0]) is None


def test_a_cadence_begins_where_the_spacings_before_it_differ() -> None:
    assert begin_of([60.0] * 20 + [600.0] * 12, 600.0) == 20
    assert begin_of([60.0] * 20 + [600.0] * 4 + [60.0] + [600.0] * 12, 600.0) == 20
    assert begin_of([600.0] * 12, 600.0) == 0
