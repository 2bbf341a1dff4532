"""The recorded series: complete, shifted as a whole, sent with its offset."""

import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest

from isotherm.instants import to_ms
from isotherm_devstack.replay.series import ending_at, parse_offset, payload, recorded

HOUR = 3_600_000
END = 1_763_900_000_123


def test_the_series_is_complete_and_in_time_order() -> None:
    rows = recorded(UTC)
    assert len(rows) == 7_267
    assert all(before.time_ms < after.time_ms for before, after in itertools.pairwise(rows))
    assert all(57.0 < row.fahrenheit < 87.0 for row in rows)


def test_the_shifted_series_ends_at_the_anchor_and_keeps_its_intervals() -> None:
    rows = recorded(UTC)
    shifted = ending_at(rows, END)
    assert shifted[-1].time_ms == END
    gaps = [after.time_ms - before.time_ms for before, after in itertools.pairwise(rows)]
    assert [b.time_ms - a.time_ms for a, b in itertools.pairwise(shifted)] == gaps
    assert max(gaps) == (7 * 24 + 6) * HOUR
    assert END - shifted[0].time_ms < 329 * 24 * HOUR


@pytest.mark.parametrize("text", ["-05:00", "+00:00", "+05:45", "+14:00"])
def test_the_offset_is_written_and_does_not_change_the_instant(text: str) -> None:
    offset = parse_offset(text)
    rows = ending_at(recorded(offset), END)[-3:]
    elements = json.loads(payload(rows, offset))
    assert [to_ms(datetime.fromisoformat(e["time"])) for e in elements] == [
        row.time_ms for row in rows
    ]
    assert all(element["time"].endswith(text) for element in elements)
    assert {element["unit"] for element in elements} == {"F"}
    assert [element["value"] for element in elements] == [row.fahrenheit for row in rows]


def test_an_offset_has_a_sign() -> None:
    assert parse_offset("-05:30").utcoffset(None) == timedelta(hours=-5, minutes=-30)


@pytest.mark.parametrize("text", ["", "05:00", "-5:00", "+15:00", "+05:60", "EST", "-05:00 "])
def test_other_text_is_not_an_offset(text: str) -> None:
    with pytest.raises(ValueError, match="offset"):
        parse_offset(text)
