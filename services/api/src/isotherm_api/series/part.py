"""A sensor's part of a series, or the part that one piece of its range makes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from isotherm.history.readings import Readings
from isotherm.instants import Micros, Times
from isotherm.spans import Span, clip, merge
from isotherm_api.history.brief import Brief
from isotherm_api.history.buckets import starts
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import Read
from isotherm_api.series.points import Points, fold


@dataclass(frozen=True, slots=True)
class Part:
    """Columns and spans in time order; `gaps` and `uncounted` may list fewer than their totals."""

    points: Points
    covered_s: float
    gaps: list[Span]
    gaps_total: int
    faults: list[Span]
    uncounted: Readings
    uncounted_total: int

    @classmethod
    def of_readings(cls, piece: Read) -> "Part":
        """Return the part of a piece that comes from readings, with a point for each reading."""
        gaps, uncounted = piece.gaps, piece.uncounted
        return cls(
            points=Points.raw(piece.counted),
            covered_s=piece.covered_s,
            gaps=gaps,
            gaps_total=len(gaps),
            faults=piece.faults,
            uncounted=uncounted,
            uncounted_total=len(uncounted),
        )

    @classmethod
    def of_rollups(
        cls, sums: Brief, span: Span, first: Micros | None, uncounted: Readings
    ) -> "Part":
        """Return the part of a piece that comes from rollups, with a point for each hour or day.

        `span` is where the stored gaps were looked for. Before the sensor's `first` reading, which
        is None if it has none, there is another gap. `uncounted` are the readings to be listed.
        """
        start, end = span
        silent_until = end if first is None else first
        before_first = [(start, silent_until)] if silent_until > start else []
        return cls(
            points=Points.of_brief(sums),
            covered_s=float(sums.covered_s.sum()),
            gaps=[*before_first, *sums.gaps],
            gaps_total=len(before_first) + sums.gaps_total,
            faults=sums.faults,
            uncounted=uncounted,
            uncounted_total=int(sums.uncounted.sum()),
        )

    @classmethod
    def joined(cls, frame: Frame, parts: Sequence["Part"], width: timedelta, limit: int) -> "Part":
        """Return the part of a whole range, in buckets of `width`, from those of its pieces.

        At most `limit` readings that do not count are listed, the newest ones.
        """
        gaps = [gap for part in parts for gap in part.gaps]
        shown = clip(merge(gaps), frame.start, frame.past)
        merged = len(gaps) - len(shown)
        faults = merge(fault for part in parts for fault in part.faults)
        return cls(
            points=fold(bucket_edges(frame, width), [part.points for part in parts]),
            covered_s=sum(part.covered_s for part in parts),
            gaps=shown,
            gaps_total=max(len(shown), sum(part.gaps_total for part in parts) - merged),
            faults=clip(faults, frame.start, frame.past, instants=True),
            uncounted=Readings.joined([part.uncounted for part in parts]).newest(limit),
            uncounted_total=sum(part.uncounted_total for part in parts),
        )


def bucket_edges(frame: Frame, width: timedelta) -> Times:
    """Return where the buckets of a range begin, and where the range ends."""
    return np.append(starts(frame.span, width, frame.sensor.time_zone), frame.end)
