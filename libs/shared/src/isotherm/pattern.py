"""The pattern in which a sensor reports: its cadence and its heartbeat, as its messages show them.

Pure. Instants are those of messages, not of the elements in them: see `isotherm.sensors.intervals`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median, median_low

from isotherm.cadence import LEAST_MESSAGES, spacings

BURST_S = 1.0
"""Messages closer together than this are a burst, or repeats."""
_BELIEVED_S = 0.96
"""A shorter cadence is not believed; this one is rounded to a second."""
_BURST_FACTOR = 10
"""Pauses so many times as long as the usual spacing separate bursts, if they are common."""
_COMMON = 0.1
"""The least share of common pauses."""
_ALIKE = 0.25
"""Spacings are alike if they differ by no more than this share of the other one."""
_REGULAR = 0.7
"""The least share of spacings alike their median by which a sensor is regular."""
_HIGH = 0.9
"""The quantile of spacings that stands for the interval of an irregular sensor."""
_SHOWING = 12
"""Fewer spacings show no quantile, and no cadence below a second."""
_HEARTBEAT_FACTOR = 3
"""A heartbeat is so many times as long as the cadence: otherwise the cadence's gaps suffice."""
_HEARTBEAT_TIMES = 3
_HEARTBEAT_SPREAD = 1.1


@dataclass(frozen=True, slots=True)
class Pattern:
    """How often a sensor reports, in seconds, and what shows it."""

    usual_s: float
    """The cadence: the median spacing."""
    heartbeat_s: float | None
    """The longest time that it regularly lets pass, if that is much longer."""
    interval_s: float | None
    """The expected interval; None if the cadence is below a second, which is not believed."""
    messages: int
    span_s: float
    """From the first of the messages to the last."""

    @property
    def too_fast(self) -> bool:
        """Whether a person has to say how often the sensor should report."""
        return self.interval_s is None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A long spacing that comes again and again."""

    seconds: float
    first: int
    """The index of its first spacing."""


def pattern_of(times: Sequence[datetime]) -> Pattern | None:
    """Return the pattern of messages, by their instants in ascending order.

    Return None if they show none, because fewer than three are apart.
    """
    if len(times) < LEAST_MESSAGES:
        return None
    span_s = (times[-1] - times[0]).total_seconds()
    if (fast := _fast(times, span_s)) is not None:
        return Pattern(fast, None, None, len(times), span_s)
    steps = spacings(_without_bursts(apart(times)))
    if len(steps) < LEAST_MESSAGES - 1:
        return None
    usual = median_low(steps)
    heartbeat = find_heartbeat(steps, usual)
    heartbeat_s = None if heartbeat is None else heartbeat.seconds
    interval_s = heartbeat_s or (usual if is_regular(steps) else _high(steps))
    return Pattern(usual, heartbeat_s, interval_s, len(times), span_s)


def apart(times: Sequence[datetime]) -> Sequence[datetime]:
    """Return instants in ascending order without those that another one follows within 1 s.

    At a cadence of about a second: within half of it.
    """
    if len(times) < LEAST_MESSAGES:
        return times
    middle = median_low(spacings(times))
    return _merge(times, BURST_S if middle < _BELIEVED_S else min(BURST_S, middle / 2))


def find_heartbeat(steps: Sequence[float], usual_s: float) -> Heartbeat | None:
    """Return the longest spacing that comes at least three times beside the cadence `usual_s`.

    `steps` are spacings in order, in seconds. Outages are of random lengths, and those of lost
    messages become rarer with their length; a heartbeat is the length at which silences end. Long
    spacings before the cadence began are those of an earlier one.
    """
    begin = next((n for n, step in enumerate(steps) if alike(step, usual_s)), len(steps))
    ordered = sorted(steps[begin:])
    for last in range(len(ordered) - 1, -1, -1):
        longest = ordered[last]
        if longest < _HEARTBEAT_FACTOR * usual_s:
            return None
        shortest = longest / _HEARTBEAT_SPREAD
        first = bisect_left(ordered, shortest)
        times = bisect_right(ordered, longest) - first
        if times >= _HEARTBEAT_TIMES:
            rarer = first - bisect_left(ordered, longest / 2)
            if len(ordered) - first - times > times // 3 or rarer > times:
                return None
            at = next(n for n, s in enumerate(steps) if n >= begin and shortest <= s <= longest)
            return Heartbeat(median(ordered[first : first + times]), at)
    return None


def is_regular(steps: Sequence[float]) -> bool:
    """Return whether most spacings are alike."""
    middle = median_low(steps)
    return sum(alike(step, middle) for step in steps) >= _REGULAR * len(steps)


def alike(seconds: float, other_s: float) -> bool:
    """Return whether a spacing differs from another one by at most a quarter of that."""
    return abs(seconds - other_s) <= _ALIKE * other_s


def rounded(seconds: float) -> float:
    """Round an interval: below 10 s to a tenth of a second, above to a second.

    If it is within 1 % of whole minutes, to these. The least is a tenth of a second.
    """
    if seconds < 10:
        return max(0.1, round(seconds, 1))
    minutes = 60.0 * round(seconds / 60)
    return minutes if abs(seconds - minutes) <= 0.01 * seconds else float(round(seconds))


def _fast(times: Sequence[datetime], span_s: float) -> float | None:
    """Return the cadence if it is below a second for most of the time, and no burst."""
    steps = spacings(times)
    middle = median_low(steps)
    if middle >= _BELIEVED_S or len(steps) < _SHOWING or span_s < BURST_S:
        return None
    return middle if 2 * sum(step for step in steps if step < BURST_S) >= span_s else None


def _without_bursts(times: Sequence[datetime]) -> Sequence[datetime]:
    """Return when each burst ended, of messages between which long pauses are common.

    Single messages that are repeated, much sooner than usual, are left out too.
    """
    while len(times) > _HEARTBEAT_TIMES:
        steps = spacings(times)
        limit = _BURST_FACTOR * median_low(steps)
        pauses = {n for n, step in enumerate(steps) if step >= limit}
        if len(pauses) < max(_HEARTBEAT_TIMES, _COMMON * len(steps)):
            break
        # a device that reports changes is quiet for several pauses in a row; bursts end each pause
        if 2 * sum(n + 1 in pauses for n in pauses) > len(pauses):
            break
        times = _merge(times, limit)
    if len(times) < LEAST_MESSAGES:
        return times
    return _merge(times, median_low(spacings(times)) / _BURST_FACTOR)


def _merge(times: Sequence[datetime], limit_s: float) -> Sequence[datetime]:
    """Return the last instant, and all that `limit_s` or more pass after."""
    steps = spacings(times)
    if all(step >= limit_s for step in steps):
        return times
    return [*(at for at, step in zip(times, steps, strict=False) if step >= limit_s), times[-1]]


def _high(steps: Sequence[float]) -> float:
    """Return a high quantile of irregular spacings; of a few, the median."""
    if len(steps) < _SHOWING:
        return median_low(steps)
    return sorted(steps)[int(_HIGH * (len(steps) - 1))]
