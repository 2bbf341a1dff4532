"""What the instants of a sensor's messages show, over many kinds of devices."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest

from isotherm.pattern import apart, find_heartbeat, pattern_of, rounded

START = datetime(2026, 11, 28, tzinfo=UTC)
HOUR = 3600.0


def at(*steps: float) -> list[datetime]:
    """Return the instants of messages with these spacings, in seconds."""
    return [START + timedelta(seconds=seconds) for seconds in accumulate(steps, initial=0.0)]


def burst(times: Iterable[datetime], *after: float) -> list[datetime]:
    """Return each instant with further ones, so many seconds after it."""
    return [instant + timedelta(seconds=seconds) for instant in times for seconds in (0.0, *after)]


def jittered(count: int, step_s: float, share: float = 0.05) -> list[float]:
    """Return spacings around `step_s`."""
    chance = random.Random(count)  # noqa: S311  no secret
    return [step_s * chance.uniform(1 - share, 1 + share) for _ in range(count)]


def shown(times: list[datetime]) -> tuple[float, float | None, float | None]:
    """Return the rounded cadence, heartbeat and interval."""
    pattern = pattern_of(times)
    assert pattern is not None
    assert pattern.messages == len(times)
    assert pattern.span_s == (times[-1] - times[0]).total_seconds()
    values = pattern.usual_s, pattern.heartbeat_s, pattern.interval_s
    usual, heartbeat, interval = (value if value is None else rounded(value) for value in values)
    assert usual is not None
    return usual, heartbeat, interval


REGULAR = {
    "even": ([60.0] * 50, 60.0),
    "jitter": (jittered(100, 60.0), 60.0),
    "a second": (jittered(100, 1.0), 1.0),
    "two seconds, one of them missed": ([2.0] * 20 + [4.0] + [2.0] * 5, 2.0),
    "three messages": ([10.0, 10.0], 10.0),
    "once a day": ([86_400.0] * 5, 86_400.0),
    "a pause at the beginning": ([61.2, 5 * HOUR], 61.0),
    "outages": (
        [60.0] * 30 + [700.0] + [60.0] * 20 + [9000.0] + [60.0] * 9 + [3000.0] + [60.0] * 20,
        60.0,
    ),
    "the same outage twice": (([60.0] * 40 + [5 * HOUR]) * 2 + [60.0] * 20, 60.0),
    "one message in ten is lost": (
        [
            60.0 * random.Random(seed).choices((1, 2, 3, 4), (900, 90, 9, 1))[0]  # noqa: S311  no secret
            for seed in range(3000)
        ],
        60.0,
    ),
    "doubled in the same instant": ([1e-6, 60.0] * 30, 60.0),
    "doubled after half a second": ([0.5, 59.5] * 30, 60.0),
    "some doubled after three seconds": ([60.0, 60.0, 3.0, 57.0] * 20, 60.0),
    "two probes on one channel": ([1.5, 58.5] * 30, 60.0),
    "two probes on one channel, one more": ([58.5] + [1.5, 58.5] * 30, 60.0),
    "five samples per wake": ([2.0] * 4 + [HOUR - 8] + ([2.0] * 4 + [HOUR - 8]) * 9, HOUR),
    "an array without a bundle": ([*[0.1] * 59, HOUR - 5.9] * 8, HOUR),
    "a flush, then a minute": ([0.0001] * 40 + [60.0] * 5, 60.0),
}


@pytest.mark.parametrize("name", REGULAR)
def test_a_regular_device_has_a_cadence_and_no_heartbeat(name: str) -> None:
    steps, expected = REGULAR[name]
    assert shown(at(*steps)) == (expected, None, expected)


HEARTBEATS = {
    "a day of minutes and a night of hours": ([60.0] * 39 + [HOUR] * 10, 60.0, HOUR),
    "day and night": (([60.0] * 600 + jittered(10, HOUR, 0.02)) * 2, 60.0, HOUR),
    "one heartbeat missed": ([60.0] * 80 + [HOUR] * 6 + [2 * HOUR] + [60.0] * 30, 60.0, HOUR),
    "sixty samples per wake": (([1.0] * 59 + [HOUR - 59]) * 4, 1.0, HOUR - 60),
    "a change now and then": (([60.0] * 20 + [600.0]) * 4, 60.0, 600.0),
}


@pytest.mark.parametrize("name", HEARTBEATS)
def test_a_device_that_reports_changes_has_a_heartbeat(name: str) -> None:
    steps, usual, heartbeat = HEARTBEATS[name]
    assert shown(at(*steps)) == (usual, heartbeat, heartbeat)


def test_longer_spacings_before_the_cadence_began_are_no_heartbeat() -> None:
    assert shown(at(*[HOUR] * 10, *[60.0] * 40)) == (60.0, None, 60.0)
    assert find_heartbeat([HOUR] * 10 + [60.0] * 40, 60.0) is None


def test_a_heartbeat_names_its_first_spacing() -> None:
    heartbeat = find_heartbeat([*[60.0] * 5, 800.0, *[60.0] * 5, HOUR, HOUR + 9, HOUR - 9], 60.0)
    assert heartbeat is not None
    assert (heartbeat.seconds, heartbeat.first) == (HOUR, 11)


@pytest.mark.parametrize("seed", range(20))
def test_random_outages_are_no_heartbeat(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    steps = [60.0] * 2000
    for _ in range(4):
        steps[chance.randrange(len(steps))] = 60.0 * 2 ** chance.uniform(2.5, 9)
    outages = sorted(step for step in steps if step > 60.0)
    if outages[-1] > 1.5 * outages[-3]:
        assert shown(at(*steps)) == (60.0, None, 60.0)


@pytest.mark.parametrize("seed", range(5))
def test_the_interval_of_an_irregular_device_is_a_long_spacing(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  no secret
    steps = [5 + chance.expovariate(1 / 120) for _ in range(400)]
    pattern = pattern_of(at(*steps))
    assert pattern is not None
    assert pattern.interval_s is not None
    assert 200 < pattern.interval_s < 400
    assert sum(step > 3 * pattern.interval_s for step in steps) <= 4


@pytest.mark.parametrize("step_s", [0.05, 0.2, 0.5, 0.9])
def test_a_cadence_below_a_second_is_not_believed(step_s: float) -> None:
    assert shown(at(*[step_s] * 100)) == (pytest.approx(step_s, abs=0.05), None, None)
    pattern = pattern_of(at(*[step_s] * 100))
    assert pattern is not None
    assert pattern.too_fast


@pytest.mark.parametrize(
    "steps", [[], [60.0], [0.0, 0.0], [0.1] * 9, [0.000001] * 90, [*[0.1] * 20, HOUR]]
)
def test_too_few_messages_show_nothing(steps: list[float]) -> None:
    assert pattern_of(at(*steps)) is None


DEVICES = [
    *(steps for steps, _ in REGULAR.values() if min(steps) >= 2),
    *(steps for steps, _, _ in HEARTBEATS.values() if min(steps) >= 2),
]


@pytest.mark.parametrize("steps", DEVICES)
@pytest.mark.parametrize("after", [(0.0,), (0.4,), (0.1, 0.2, 0.3, 0.9)])
def test_bursts_do_not_change_what_is_shown(steps: list[float], after: tuple[float, ...]) -> None:
    assert shown(burst(at(*steps), *after)) == shown(at(*steps))


@pytest.mark.parametrize("steps", DEVICES)
@pytest.mark.parametrize("factor", [2, 7, 60])
def test_slower_by_a_factor_everything_is_shown_longer(steps: list[float], factor: int) -> None:
    once, slower = pattern_of(at(*steps)), pattern_of(at(*(factor * step for step in steps)))
    assert once is not None
    assert slower is not None
    assert slower.usual_s == pytest.approx(factor * once.usual_s)
    assert slower.interval_s == pytest.approx(factor * (once.interval_s or 0))


def test_messages_are_apart() -> None:
    assert apart(at(60.0, 0.5, 59.5)) == [at()[0], *at(60.5, 59.5)[1:]]
    assert apart(at(0.98, 1.02, 0.97)) == at(0.98, 1.02, 0.97)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.01, 0.1), (2.04, 2.0), (9.97, 10.0), (61.2, 61.0), (121.0, 120.0), (3592.0, 3600.0)],
)
def test_an_interval_is_rounded_for_people(seconds: float, expected: float) -> None:
    assert rounded(seconds) == expected
