"""Whether a sensor's messages show another interval than the learned one, and since when. Pure."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low

from isotherm.cadence import SILENCE_INTERVALS, spacings
from isotherm.pattern import Pattern, alike, apart, find_heartbeat, pattern_of

NEWEST = 12
"""How many spacings are looked at for another cadence."""
SHOWING = 10
"""How many of them have to be alike."""
SAMPLE = 101
"""How many messages show that a sensor is irregular."""
_BURST_FACTOR = 10
"""A cadence so many times as fast may be a burst, until it has lasted for the learned interval."""
_LIVE_S = 3600.0
"""Or so long, if only messages of several readings came before: then they were a backlog."""
_LONGER, _SHORTER = 1.5, 0.5
"""An irregular sensor's interval is learned again if it is so many times the learned one."""
_MANY_GAPS = 0.1
"""A longer one only if so many spacings would be gaps by the learned one."""
_QUIET = timedelta(hours=40)
"""A heartbeat that was not seen for so long is none: that is two days and the night between."""
_SLOWER = 24
"""If so many spacings are as long as the heartbeat, for the first time, it is the cadence."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was learned of a sensor, in seconds."""

    interval_s: float
    usual_s: float
    heartbeat_s: float | None
    bundled_until: datetime | None = None
    """The last message of several readings; None if there is none, or if it is not known."""

    def explains(self, cadence_s: float) -> bool:
        """Return whether a cadence is the one that was learned, or that of its heartbeat."""
        return alike(cadence_s, self.interval_s) or alike(cadence_s, self.usual_s)


@dataclass(frozen=True, slots=True)
class Mended:
    """What messages show instead, and the first instant that it is true of."""

    pattern: Pattern
    begin: datetime


def is_doubtful(times: Sequence[datetime], known: Known) -> bool:
    """Return whether more messages have to be looked at, because these have gaps or no heartbeat.

    `times` are the instants of messages in ascending order.
    """
    steps = spacings(apart(times))
    if not steps:
        return False
    if known.heartbeat_s is not None and max(steps) < known.heartbeat_s / 2:
        return True
    cadence = newest_cadence(steps)
    if cadence is not None and not known.explains(cadence):
        begin = begin_of(steps, cadence)
        # since when is not seen here, or what came before may be a backlog
        if begin == 0 or _lasted(cadence, steps[begin:]) >= _LIVE_S:
            return True
    return max(steps) > SILENCE_INTERVALS * known.interval_s


def mend(times: Sequence[datetime], known: Known) -> Mended | None:
    """Return what messages show, if it is not what is known. Their instants ascend."""
    messages = apart(times)
    steps = spacings(messages)
    if len(steps) < NEWEST:
        return None
    cadence = newest_cadence(steps)
    strange = cadence is not None and not known.explains(cadence)
    usual = cadence if cadence is not None and strange else known.usual_s
    heartbeat = find_heartbeat(steps, usual)
    if heartbeat is not None:
        if not alike(heartbeat.seconds, known.interval_s):
            return _mended(times, usual, heartbeat.seconds, messages[heartbeat.first])
        strange = strange and known.heartbeat_s is None
    if cadence is not None and strange:
        begin = begin_of(steps, cadence)
        burst_s = known.interval_s
        if known.bundled_until is not None and messages[begin] >= known.bundled_until:
            burst_s = min(burst_s, _LIVE_S)
        much_faster = _BURST_FACTOR * cadence < known.interval_s
        if much_faster and _lasted(cadence, steps[begin:]) < burst_s:
            return None
        if heartbeat is None and _alternates(steps, cadence, known):
            return None
        heartbeat_s = None if heartbeat is None else heartbeat.seconds
        return _mended(times, cadence, heartbeat_s, messages[begin])
    if known.heartbeat_s is not None and cadence is not None:
        return _without_heartbeat(times, messages, known)
    return None if cadence is not None or heartbeat else _irregular(times[-SAMPLE:], known)


def newest_cadence(steps: Sequence[float]) -> float | None:
    """Return the spacing that most of the newest ones are alike, in seconds, or None."""
    newest = steps[-NEWEST:]
    middle = median_low(newest)
    return middle if sum(alike(step, middle) for step in newest) >= SHOWING else None


def begin_of(steps: Sequence[float], cadence_s: float) -> int:
    """Return the index of the first spacing since which most are alike the cadence."""
    begin, newest = len(steps), deque[bool](maxlen=NEWEST)
    for index in range(len(steps) - 1, -1, -1):
        newest.append(alike(steps[index], cadence_s))
        if newest.count(False) > NEWEST - SHOWING:
            break
        if newest[-1]:
            begin = index
    return begin


def _alternates(steps: Sequence[float], cadence_s: float, known: Known) -> bool:
    """Return whether this faster cadence was seen before the known one, as by day and by night."""
    if cadence_s > known.interval_s:
        return False
    first = next(n for n, step in enumerate(steps) if alike(step, cadence_s))
    run = 0
    for step in steps[first:]:
        run = run + 1 if alike(step, known.interval_s) else 0
        if run == SHOWING:
            return True
    return False


def _lasted(cadence_s: float, steps: Sequence[float]) -> float:
    """Return for how long there was this cadence, in seconds."""
    return sum(step for step in steps if alike(step, cadence_s))


def _without_heartbeat(
    times: Sequence[datetime], messages: Sequence[datetime], known: Known
) -> Mended | None:
    """Return the cadence, if for long nothing else was seen."""
    steps = spacings(messages)
    faster = [n for n, step in enumerate(steps, 1) if step <= 2 * known.usual_s]
    begin = faster[-1] if faster else 0
    if len(steps) - begin >= _SLOWER:
        if any(alike(step, known.interval_s) for step in steps[:begin]):
            return None  # it was as slow before
        return _mended(messages[begin:], known.interval_s, None, messages[begin])
    seen = max(steps) >= known.interval_s / 2
    if seen or messages[-1] - messages[0] < _QUIET:
        return None
    return _mended(times, known.usual_s, None, messages[0])


def _mended(
    times: Sequence[datetime], usual_s: float, heartbeat_s: float | None, begin: datetime
) -> Mended:
    """Return the pattern of all messages, if it shows this interval, else that since `begin`."""
    pattern = pattern_of(times)
    interval_s = heartbeat_s or usual_s
    if pattern is None or pattern.interval_s is None or not alike(pattern.interval_s, interval_s):
        newest = [at for at in times if at >= begin]
        span_s = (newest[-1] - newest[0]).total_seconds()
        pattern = Pattern(usual_s, heartbeat_s, interval_s, len(newest), span_s)
    return Mended(pattern, begin)


def _irregular(times: Sequence[datetime], known: Known) -> Mended | None:
    """Return the interval of a sensor that has no cadence, if the known one is far too short.

    Or far too long, if nothing as long was seen for many messages: then it began after that.
    """
    pattern = pattern_of(times)
    steps = spacings(times)
    if pattern is not None and pattern.interval_s is not None:
        gaps = sum(step > SILENCE_INTERVALS * known.interval_s for step in steps)
        if gaps >= _MANY_GAPS * len(steps) and pattern.interval_s >= _LONGER * known.interval_s:
            return Mended(pattern, times[0])
    expected = [n for n, step in enumerate(steps, 1) if step >= known.interval_s / 2]
    newest = times[expected[-1] :] if expected else times
    pattern = pattern_of(newest)
    if pattern is None or pattern.interval_s is None or len(newest) <= SAMPLE // 2:
        return None
    shorter = pattern.usual_s < pattern.interval_s <= _SHORTER * known.interval_s
    return Mended(pattern, newest[0]) if shorter and pattern.span_s >= known.interval_s else None
