"""Puts statistics together from the sums of each segment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from isotherm.clock import to_ms
from isotherm_api.access import Visible
from isotherm_api.database import Connection
from isotherm_api.history import limits, segments, silence
from isotherm_api.history.limits import LimitsFrom
from isotherm_api.history.outline import Outline, outlines
from isotherm_api.history.segments import Segment
from isotherm_api.ranges import Range
from isotherm_api.series import queries as series
from isotherm_api.statistics import queries

Period = tuple[datetime, datetime, LimitsFrom]


@dataclass(slots=True)
class _Beyond:
    """Excursions beyond one limit, as segments follow each other."""

    seconds: float = 0.0
    times: int = 0
    open: bool = False

    def add(self, seconds: float, times: int, *, first: bool, last: bool) -> None:
        # one that goes on from a segment into the next was counted in both
        self.times += times - (1 if self.open and first else 0)
        self.seconds += seconds
        self.open = last

    def document(self) -> dict[str, Any]:
        return {"seconds": self.seconds, "times": self.times, "open": self.open}


async def build(
    connection: Connection, sensor: Visible, span: Range, now: datetime
) -> dict[str, Any]:
    """The document of `schemas.Statistics`."""
    [frame] = await outlines(connection, [sensor], span, now)
    in_force = await limits.load(connection, [sensor.id], span.start, span.end)
    periods = cover(in_force[sensor.id], span, frame.window.limit)
    above, below = _Beyond(), _Beyond()
    known_s = integral = 0.0
    for segment, following in await _held(connection, frame, now):
        row = await queries.sums(connection, segment, following, frame.window, periods)
        known_s += row["known_s"]
        integral += row["integral"]
        if row["pieces"]:
            above.add(
                row["above_s"], row["above_times"],
                first=row["first_above"], last=row["last_above"],
            )  # fmt: skip
            below.add(
                row["below_s"], row["below_times"],
                first=row["first_below"], last=row["last_below"],
            )  # fmt: skip
    past_s = max(0.0, (frame.window.end - frame.window.start).total_seconds())
    counted = await _counted(connection, frame)
    plain = counted.pop("plain")
    return {
        "sensor": str(sensor.reference),
        "from": to_ms(span.start),
        "to": to_ms(span.end),
        **counted,
        "expected": round(past_s / frame.interval_s) if frame.interval_s else None,
        "mean": integral / known_s if known_s > 0 else plain,
        "coverage": await _coverage(connection, frame),
        "unknown_s": max(0.0, past_s - known_s),
        "above": above.document(),
        "below": below.document(),
    }


def cover(listed: Sequence[LimitsFrom], span: Range, reach: timedelta) -> list[Period]:
    """Limits as periods without a hole, from before what reaches into a range until after it."""
    margin = reach + timedelta(days=1)
    begin, until = span.start - margin, span.end + margin
    known = [LimitsFrom(begin, None, None), *listed]
    ends = [each.since for each in known[1:]] + [until]
    periods = [(max(each.since, begin), end, each) for each, end in zip(known, ends, strict=True)]
    return [period for period in periods if period[0] < period[1]]


async def _held(
    connection: Connection, frame: Outline, now: datetime
) -> list[tuple[Segment, datetime]]:
    """Segments that have readings, from the one that reaches in, each with what follows it."""
    found = list(frame.segments)
    if frame.lead is not None:
        early = await segments.load(
            connection, [frame.sensor.id], frame.lead.at, frame.window.start
        ) if frame.lead.at < frame.window.start else {frame.sensor.id: []}  # fmt: skip
        found = _joined([*early[frame.sensor.id], *found])
    with_first = []
    for each in found:
        first = await segments.first_in(connection, [each])
        if first is not None:
            with_first.append((each, first.at))
    after = [at for _, at in with_first[1:]] + [frame.trail.at if frame.trail else now]
    return [(each, at) for (each, _), at in zip(with_first, after, strict=False)]


def _joined(parts: Sequence[Segment]) -> list[Segment]:
    """Segments of one channel that touch, as one."""
    found: list[Segment] = []
    for each in parts:
        if found and found[-1].channel == each.channel and found[-1].end == each.start:
            found[-1] = replace(found[-1], end=each.end)
        else:
            found.append(each)
    return found


async def _counted(connection: Connection, frame: Outline) -> dict[str, Any]:
    n = uncounted = 0
    total = 0.0
    least: tuple[float, Segment] | None = None
    most: tuple[float, Segment] | None = None
    for each in frame.segments:
        row = await queries.extremes(connection, each)
        n, uncounted = n + row["n"], uncounted + row["uncounted"]
        if row["n"]:
            total += row["total"]
            least = (row["least"], each) if least is None or row["least"] < least[0] else least
            most = (row["most"], each) if most is None or row["most"] > most[0] else most
    return {
        "n": n,
        "uncounted": uncounted,
        "min": await _extreme(connection, least),
        "max": await _extreme(connection, most),
        "plain": total / n if n else None,
    }


async def _extreme(
    connection: Connection, found: tuple[float, Segment] | None
) -> dict[str, Any] | None:
    if found is None:
        return None
    value, segment = found
    return {"value": value, "time": to_ms(await queries.first_with(connection, segment, value))}


async def _coverage(connection: Connection, frame: Outline) -> float | None:
    inside = [await series.steps(connection, each, frame.window.limit) for each in frame.segments]
    gaps = silence.gaps(frame.window, frame.known, frame.seams, frame.trail)
    silent = sum((each.silent for each in inside), silence.length(gaps))
    return silence.coverage(frame.window, silent)
