"""What a sensor's series is made of, and the spans in it: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from isotherm.history.readings import Readings
from isotherm.history.rules import Times
from isotherm.history.spans import OPEN, gaps
from isotherm.history.window import Held
from isotherm_api.history.buckets import starts
from isotherm_api.history.frame import Frame
from isotherm_api.history.split import Stretch
from isotherm_api.series.points import Points


@dataclass(slots=True)
class Part:
    """What a sensor's series is made of, whichever way it was found."""

    points: Points
    covered_s: float
    gaps: list[Stretch]
    gaps_total: int
    faults: list[Stretch]
    uncounted: Readings
    uncounted_total: int


def bucket_edges(frame: Frame, width: timedelta) -> Times:
    """Where the buckets begin, and where the range ends."""
    return np.append(starts(frame.span, width, frame.sensor.time_zone), frame.end)


def silences(frame: Frame, held: Held, stretch: Stretch | None = None) -> list[Stretch]:
    """The gaps of a range, or a stretch of it, as far as they are past.

    Also the one before the first reading.
    """
    start, end = stretch or (frame.start, frame.end)
    end = min(end, frame.now)
    since, until = gaps(held)
    found = [
        (begin, end if finish == OPEN else finish)
        for begin, finish in zip(since.tolist(), until.tolist(), strict=True)
    ]
    found.insert(0, (start, int(held.at[0]) if len(held.at) else end))
    return clipped(found, start, end)


def merged(spans: list[Stretch]) -> list[Stretch]:
    """By time, those that touch or overlap made one."""
    found: list[Stretch] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def clipped(
    spans: Sequence[Stretch], start: int, end: int, *, instants: bool = False
) -> list[Stretch]:
    """The parts of some spans inside a stretch; single instants only where they are wanted."""
    inside = [(max(a, start), min(b, end)) for a, b in spans]
    return [(a, b) for a, b in inside if a < b or (instants and a == b < end)]
