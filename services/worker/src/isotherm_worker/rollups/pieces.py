"""A stretch of a sensor's hours, computed from its raw readings and what is around them: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from isotherm.history import spans
from isotherm.history.readings import Readings
from isotherm.history.rules import Numbers, Times
from isotherm.history.sums import Sums
from isotherm.history.window import Window, hold, sum_up
from isotherm_worker.rollups.hours import days, hours
from isotherm_worker.rollups.subjects import Subject

Gap = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is to be computed, from full hour to full hour; µs since 1970."""

    subject: Subject
    start: int
    end: int
    rolled_to: int
    """Where the sensor's mark will be."""
    replaced_to: int
    """What is there from the start until this goes."""
    inside: Readings
    lead: Readings
    """The last reading before it, or none."""
    following: int | None
    """When the first reading after it came; none where only silence is known."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What came out, to be written in place of what is there."""

    stretch: Stretch
    hours: Times
    """Those that have a reading, or into which one holds."""
    sums: Sums
    interval_s: Numbers
    gaps: Sequence[Gap]
    faults: Sequence[tuple[int, int]]
    days: Sequence[tuple[date, int, int]]
    """Those that what goes touches, with begin and end."""


def compute(stretch: Stretch) -> Piece:
    """The hours of a stretch, and its gaps: that of the reading before it, too."""
    subject, rules = stretch.subject, stretch.subject.rules
    edges = hours(stretch.start, stretch.end, subject.zone)
    window = Window(
        np.array(edges, np.int64), stretch.inside, rules, subject.marks.closed_to,
        stretch.lead, stretch.following,
    )  # fmt: skip
    held = hold(window)
    if len(edges) > 1:
        sums = sum_up(window, held)
    else:
        sums = sum_up(Window(np.array(edges * 2, np.int64), stretch.inside, rules, window.now))
    touched = np.nonzero(sums.touched)[0]
    begins = window.edges[touched]
    since, until = (each.tolist() for each in spans.gaps(held))
    faults = spans.faults(held, stretch.start, stretch.end)
    return Piece(
        stretch,
        begins,
        sums.pick(touched),
        rules.intervals(begins),
        [
            (begin, None if end == spans.OPEN or end >= stretch.rolled_to else end)
            for begin, end in zip(since, until, strict=True)
        ],
        spans.cut(faults, edges),
        days(stretch.start, stretch.replaced_to, subject.zone),
    )


def beyond_horizon(gaps: Sequence[Gap], was: Gap | None, start: int) -> list[Gap]:
    """The gaps of a stretch that begins where hours can no more be computed.

    What `was` the gap that reaches into it stays one until there, and what was none becomes none.
    """
    found = [gap for gap in gaps if gap[0] >= start]
    reaching = [gap for gap in gaps if gap[0] < start]
    if was is not None:
        found.append((was[0], reaching[0][1] if reaching else start))
    elif reaching:
        found.append((start, reaching[0][1]))
    return found
