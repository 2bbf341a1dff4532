"""The recorded series: read whole, moved as one, sent with its offset."""

import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest

from isotherm.instants import to_ms
from isotherm_devstack.replay.series import ending_at, parse_offset, payload, recorded

HOUR = 3_600_000
END = 1_763_900_000_123


def test_the_whole_series_is_there_and_its_times_only_rise() -> None:
    rows = recorded(UTC)
    assert len(rows) == 7_267
    assert all(before.time_ms < after.time_ms for before, after in itertools.pairwise(rows))
    assert all(57.0 < row.fahrenheit < 87.0 for row in rows)


def test_moved_it_ends_at_the_anchor_and_keeps_its_silences() -> None:
    rows = recorded(UTC)
    moved = ending_at(rows, END)
    assert moved[-1].time_ms == END
    gaps = [after.time_ms - before.time_ms for before, after in itertools.pairwise(rows)]
    assert [b.time_ms - a.time_ms for a, b in itertools.pairwise(moved)] == gaps
    assert max(gaps) == (7 * 24 + 6) * HOUR
    assert END - moved[0].time_ms < 329 * 24 * HOUR


@pytest.mark.parametrize("text", ["-05:00", "+00:00", "+05:45", "+14:00"])
def test_the_offset_is_written_and_does_not_move_the_instant(text: str) -> None:
    offset = parse_offset(text)
    rows = ending_at(recorded(offset), END)[-3:]
    elements = json.loads(payload(rows, offset))
    assert [to_ms(datetime.fromisoformat(e["time"])) for e in elements] == [
        row.time_ms for row in rows
    ]
    assert all(element["time"].endswith(text) for element in elements)
    assert {element["unit"] for element in elements} == {"F"}
    assert [element["value"] for element in elements] == [row.fahrenheit for row in rows]


def test_an_offset_is_signed() -> None:
    assert parse_offset("-05:30").utcoffset(None) == timedelta(hours=-5, minutes=-30)


@pytest.mark.parametrize("text", ["", "05:00", "-5:00", "+15:00", "+05:60", "EST", "-05:00 "])
def test_what_is_no_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="offset"):
        parse_offset(text)
