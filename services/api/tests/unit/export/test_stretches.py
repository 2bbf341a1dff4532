"""Stretches fill a range without gap or overlap, cut where corrections may change readings."""

from datetime import timedelta

import pytest

from isotherm.history.corrections import Correction
from isotherm.history.segments import SPREAD, Installed, cut_segments
from isotherm.instants import ALWAYS, FOREVER, HOUR, Micros, to_datetime
from isotherm_api.export.stretches import Stretch, cut_stretches
from isotherm_api.ranges import Range

START, END = 100 * HOUR, 110 * HOUR
ONE: list[Installed] = [(7, ALWAYS, FOREVER)]
Cut = tuple[Micros, Micros, bool]


def stretches(*corrections: Correction, installed: list[Installed] = ONE) -> list[Stretch]:
    """Return the stretches of the range of a sensor."""
    segments = cut_segments(installed, corrections, START, END)
    return list(cut_stretches(segments, Range(to_datetime(START), to_datetime(END))))


def cuts(*corrections: Correction) -> list[Cut]:
    """Return since when and until when each stretch is, and whether it is corrected."""
    return [(part.start, part.end, part.corrected) for part in stretches(*corrections)]


def set_aside(start: Micros, end: Micros) -> Correction:
    """Return a correction that moves nothing."""
    return Correction("set_aside", start, end)


@pytest.mark.parametrize("installed", [ONE, []], ids=["a channel", "no channel"])
def test_a_range_without_corrections_is_one_stretch(installed: list[Installed]) -> None:
    [whole] = stretches(installed=installed)
    assert (whole.start, whole.end, whole.corrected) == (START, END, False)
    assert [segment.channel for segment in whole.segments] == [row[0] for row in installed]


def test_a_correction_is_a_stretch_between_those_that_are_as_stored() -> None:
    assert cuts(set_aside(START + HOUR, START + 2 * HOUR)) == [
        (START, START + HOUR, False),
        (START + HOUR, START + 2 * HOUR, True),
        (START + 2 * HOUR, END, False),
    ]


@pytest.mark.parametrize(
    ("start", "end"), [(START, END), (START - HOUR, END + HOUR), (ALWAYS, FOREVER)]
)
def test_a_correction_of_all_leaves_no_empty_stretch(start: Micros, end: Micros) -> None:
    assert cuts(set_aside(start, end)) == [(START, END, True)]


def test_a_correction_beside_the_range_does_not_cut_it() -> None:
    beside = set_aside(START - HOUR, START), set_aside(END, END + HOUR)
    assert cuts(*beside) == [(START, END, False)]


def test_corrections_that_touch_or_overlap_are_one_stretch() -> None:
    assert cuts(
        set_aside(START, START + HOUR),
        set_aside(START + HOUR, START + 2 * HOUR),
        Correction("unit", START + HOUR, START + 3 * HOUR, sent_as="F"),
    ) == [(START, START + 3 * HOUR, True), (START + 3 * HOUR, END, False)]


def test_a_shift_touches_where_readings_were_and_where_they_come_to() -> None:
    """Readings there are pushed on by those that come to the same instant."""
    shift = Correction("time", START + HOUR, START + 2 * HOUR, shift=4 * HOUR)
    assert [cut[:2] for cut in cuts(shift) if cut[2]] == [
        (START + HOUR, START + 2 * HOUR + SPREAD),
        (START + 5 * HOUR, START + 6 * HOUR + SPREAD),
    ]


def test_readings_that_were_shifted_into_the_range_are_corrected() -> None:
    shift = Correction("time", START - 5 * HOUR, START - 4 * HOUR, shift=6 * HOUR)
    assert [cut[:2] for cut in cuts(shift) if cut[2]] == [(START + HOUR, START + 2 * HOUR + SPREAD)]


def test_only_the_segments_of_a_stretch_as_stored_are_cut_to_it() -> None:
    """What is pushed into a corrected stretch lies before it."""
    swap = START + HOUR
    installed: list[Installed] = [(1, ALWAYS, swap), (2, swap, FOREVER)]
    correction = set_aside(START + 2 * HOUR, START + 3 * HOUR)
    before, corrected, after = stretches(correction, installed=installed)
    hour = timedelta(hours=1)
    begin, end = to_datetime(START), to_datetime(END)
    assert [(part.channel, part.start, part.end) for part in before.segments] == [
        (1, begin, begin + hour), (2, begin + hour, begin + 2 * hour),
    ]  # fmt: skip
    assert [(part.channel, part.start, part.end) for part in corrected.segments] == [
        (1, begin, begin + hour), (2, begin + hour, end),
    ]  # fmt: skip
    assert [(part.channel, part.start, part.end) for part in after.segments] == [
        (2, begin + 3 * hour, end)
    ]
