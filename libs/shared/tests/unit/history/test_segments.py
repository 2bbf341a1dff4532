"""A sensor's installations are cut where corrections shift its readings."""

from isotherm.history.corrections import Correction
from isotherm.history.segments import SPREAD, Segment, complete_from, cut_segments
from isotherm.instants import ALWAYS, FOREVER, HOUR, MINUTE, to_datetime

LATER = Correction("time", 2 * HOUR, 3 * HOUR, shift=5 * HOUR)


def spans(segments: tuple[Segment, ...]) -> list[tuple[int, float, float, float]]:
    """Return channel, start, end and shift of segments, in hours."""
    origin = to_datetime(0)
    return [
        (
            segment.channel,
            (segment.start - origin).total_seconds() / 3600,
            (segment.end - origin).total_seconds() / 3600,
            segment.shift.total_seconds() / 3600,
        )
        for segment in segments
    ]


def test_installations_are_clipped_to_the_range() -> None:
    installed = [(1, ALWAYS, 3 * HOUR), (2, 3 * HOUR, FOREVER)]
    assert spans(cut_segments(installed, [], HOUR, 4 * HOUR)) == [(1, 1, 3, 0), (2, 3, 4, 0)]


def test_a_shifted_stretch_leaves_its_place_and_lies_beside_others() -> None:
    installed = [(1, ALWAYS, 2.5 * HOUR), (2, 2.5 * HOUR, FOREVER)]
    whole = cut_segments([(c, int(a), int(b)) for c, a, b in installed], [LATER], HOUR, 12 * HOUR)
    begin = 1 - SPREAD / HOUR
    assert spans(whole) == [
        (1, begin, 2, 0), (2, 3, 12, 0), (1, 7, 7.5, 5), (2, 7.5, 8, 5)
    ]  # fmt: skip
    assert {segment.corrections for segment in whole} == {(LATER,)}
    [moved] = [segment for segment in whole if segment.channel == 1 and segment.shift]
    assert moved.stored == (to_datetime(2 * HOUR), to_datetime(int(2.5 * HOUR)))


def test_corrections_elsewhere_are_left_out() -> None:
    far = Correction("set_aside", 0, MINUTE)
    [segment] = cut_segments([(1, ALWAYS, FOREVER)], [LATER, far], 20 * HOUR, 21 * HOUR)
    assert segment.corrections == ()
    assert segment.start == to_datetime(20 * HOUR)


def test_readings_are_complete_from_where_dropped_ones_were_shifted_to() -> None:
    assert complete_from([], HOUR) == HOUR
    assert complete_from([LATER], HOUR) == HOUR
    assert complete_from([LATER], int(2.5 * HOUR)) == int(7.5 * HOUR)
    assert complete_from([LATER], 6 * HOUR) == 8 * HOUR
    assert complete_from([LATER], 10 * HOUR) == 10 * HOUR
    back = Correction("time", 2 * HOUR, 3 * HOUR, shift=-HOUR)
    assert complete_from([back], int(2.5 * HOUR)) == int(2.5 * HOUR)
    assert complete_from([LATER], ALWAYS) == ALWAYS
