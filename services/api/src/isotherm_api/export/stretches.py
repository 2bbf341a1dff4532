"""Cut an exported range where corrections begin and end. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isotherm.history.segments import SPREAD, Segment, clip_segments
from isotherm.instants import Micros, to_datetime, to_micros
from isotherm.spans import Span, clip, merge
from isotherm_api.ranges import Range


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the range, and the segments that feed it; µs since 1970."""

    start: Micros
    end: Micros
    segments: list[Segment]
    corrected: bool
    """Whether a correction may have changed readings in it; else they are as they were stored."""


def cut_stretches(segments: Sequence[Segment], span: Range) -> Iterator[Stretch]:
    """Yield the stretches of a range in time order."""
    start, end = to_micros(span.start), to_micros(span.end)
    at = start
    for since, until in [*clip(_touched(segments), start, end), (end, end)]:
        if at < since:
            inside = clip_segments(segments, to_datetime(at), to_datetime(since))
            yield Stretch(at, since, inside, corrected=False)
        if since < until:
            yield Stretch(since, until, list(segments), corrected=True)
        at = until


def _touched(segments: Sequence[Segment]) -> list[Span]:
    corrections = segments[0].corrections if segments else ()
    return merge(
        (correction.start + shift, correction.end + shift + (SPREAD if correction.shift else 0))
        for correction in corrections
        for shift in {0, correction.shift}
    )
