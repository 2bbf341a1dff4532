"""Order: what a message alone says about times that the wall clock showed twice."""

import pytest

from isotherm.instants import HOUR, MINUTE, Micros
from isotherm_ingest.place.wall_clock import Said, lower_median, options

OVERLAP = HOUR


def said(*walls: str) -> list[Said]:
    """Return readings by wall clock; 02:00 to 03:00 is shown twice, an hour apart.

    Instants are counted from the first 02:00. A letter behind the time is the value.
    """
    readings = []
    for n, wall in enumerate(walls):
        hours, minutes = int(wall[:2]), int(wall[3:5])
        at = (hours - 2) * HOUR + minutes * MINUTE
        value = float(ord(wall[5]) if len(wall) > 5 else n)
        instants = {0: (at,), 1: (at, at + OVERLAP), 2: (at + OVERLAP,)}[
            (hours >= 2) + (hours >= 3)
        ]
        readings.append(Said(instants, (value, None), len(instants) > 1))
    return readings


def told(*walls: str, step: Micros | None = None, sign: int = 0) -> str:
    """Return for each reading a for the first, b for the second, and ? if it is open."""
    readings = said(*walls)
    possible = options(readings, step, sign)
    letters = ""
    for n, reading in enumerate(readings):
        chosen = {option[n] for option in possible}
        if not reading.overlap:
            letters += "."
        else:
            letters += "ab"[reading.instants.index(chosen.pop())] if len(chosen) == 1 else "?"
    return letters


@pytest.mark.parametrize(
    ("walls", "letters"),
    [
        # a step back shows the change, in both directions
        ("02:20 02:30 02:40 02:50 02:00 02:10", "aaaabb"),
        ("02:10 02:00 02:50 02:40 02:30", "bbaaa"),
        ("01:50 02:20 02:10", ".ab"),
        ("03:10 02:10 02:20", ".ba"),
        ("01:00 02:00 02:00 03:00", ".ab."),
        ("03:00 02:00 02:00 01:00", ".ba."),
        ("02:30 02:00 02:30 02:00 02:30 03:00", "?????."),
        # what continues something certain belongs there
        ("01:40 01:50 02:00 02:10", "..aa"),
        ("02:40 02:50 03:00 03:10", "bb.."),
        ("03:10 03:00 02:50 02:40", "..bb"),
        ("02:10 02:00 01:50 01:40", "aa.."),
        # without anything certain, or with both sides, it is open
        ("02:10 02:20 02:30", "???"),
        ("01:50 02:00 02:10 02:20 02:30 02:40 02:50 03:00", ".??????."),
        ("01:50 02:00", ".?"),
        ("02:00", "?"),
        # either oldest first at 10 minutes, or newest first at 50
        ("02:40 02:50 02:00", "?a?"),
        # the same again is no step, unless readings are as far apart as the hours
        ("01:40 01:50 02:00x 02:00x 02:10", "..aaa"),
        ("01:50 02:00x 02:00x 02:10", ".aaa"),
        ("00:00 01:00 02:00x 02:00x", "..ab"),
        ("03:00 02:00x 02:00x 01:00", ".ba."),
        ("01:00x 01:00x 02:00y 02:00y 02:00z 02:00z 03:00w 03:00w", "..aabb.."),
        # two readings in one second are no step, either
        ("01:40 01:50 02:00 02:00 02:10", "..aaa"),
        ("02:00 02:00", "??"),
        ("01:00 02:00 02:00", ".ab"),
        # readings sent again within a message
        ("01:40p 01:50q 01:40p 01:50q 02:00r 02:10s", "....aa"),
        # in no order
        ("01:10 03:10 02:10 01:20", "..?."),
        ("", ""),
    ],
)
def test_order(walls: str, letters: str) -> None:
    assert told(*walls.split()) == letters


def test_the_usual_distance_decides_where_the_message_does_not() -> None:
    assert told("01:50", "02:00", step=10 * MINUTE) == ".a"
    assert told("02:50", "03:00", step=10 * MINUTE) == "b."
    assert told("02:40", "02:50", "02:00", step=10 * MINUTE) == "aab"


def test_the_order_of_earlier_messages_decides_the_direction() -> None:
    assert told("02:40", "02:50", "02:00", sign=1) == "aab"
    assert told("02:40", "02:50", "02:00", sign=-1) == "baa"
    assert told("02:10", "02:00", "01:50", "01:40", sign=1) == "aa..", "it may change"


def test_many_open_readings_are_quick() -> None:
    seconds = [
        Said((n * 1_000_000, n * 1_000_000 + HOUR), (float(n), None), True) for n in range(3600)
    ]
    assert len(options(seconds)) == 2


def test_lower_median() -> None:
    assert [lower_median(values) for values in ((), (3,), (4, 1), (9, 1, 5))] == [None, 3, 1, 5]
