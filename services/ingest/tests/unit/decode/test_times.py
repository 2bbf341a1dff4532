"""Times: RFC 3339, Unix time, and the instants of a local time in a zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm.instants import to_datetime, to_micros
from isotherm_ingest.decode.times import from_number, from_text, instants_of

AT = to_micros(datetime(2026, 1, 1, tzinfo=UTC))
VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("2026-01-01T00:00:00Z", 0),
        ("2026-01-01t00:00:00z", 0),
        ("2026-01-01 01:30:00+01:30", 0),
        ("2025-12-31T19:00:00-05:00", 0),
        ("2026-01-01T00:00:00.0004Z", 0),
        ("2026-01-01T00:00:00.0005Z", 1000),
        ("2026-01-01T00:00:00.123456789Z", 123_000),
        ("2025-12-31T23:59:60Z", 0),
        ("2025-12-31T23:59:59.9999Z", 0),
    ],
)
def test_rfc3339(text: str, after: int) -> None:
    assert from_text(text) == (AT + after, True)


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-01-01", "20260101T000000Z", "2026-W01-1", "2026-01-01T24:00:00Z", "now"),
        *("2026-13-01T00:00:00Z", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00Z", "1767225600"),
        *("\u0662026-01-01T00:00:00Z", "2026-01-01T00:00:00Z\n"),
    ],
)
def test_other_texts_are_not_times(text: str) -> None:
    assert from_text(text) is None


def test_without_offset_it_is_a_wall_clock() -> None:
    assert from_text("2026-01-01T00:00:00") == (AT, False)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1_767_225_600, AT),
        (1_767_225_600_000, AT),
        (1_767_225_600.0004, AT),
        (1_767_225_600.0006, AT + 1000),
        (1_767_225_600_000.4, AT),
        (0, 0),
        (-1, -1_000_000),
        (1.7e15, None),
        (10**400, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_unix_time(number: float, expected: int | None) -> None:
    assert from_number(number) == expected


@given(st.datetimes(timezones=st.just(UTC)))
def test_datetimes_and_microseconds_convert_back(instant: datetime) -> None:
    assert to_datetime(to_micros(instant)) == instant


def wall(*parts: int) -> int:
    return to_micros(datetime(*parts, tzinfo=UTC))  # type: ignore[arg-type,misc]  # year to microsecond


def test_wall_clock_once_twice_and_never() -> None:
    assert instants_of(wall(2026, 7, 1, 12), VIENNA) == [wall(2026, 7, 1, 10)]
    assert instants_of(wall(2025, 10, 26, 2, 30), VIENNA) == [
        wall(2025, 10, 26, 0, 30),
        wall(2025, 10, 26, 1, 30),
    ]
    assert instants_of(wall(2026, 3, 29, 2, 30), VIENNA) == []


def test_wall_clock_at_the_ends_of_time() -> None:
    assert instants_of(wall(1, 1, 1), ZoneInfo("Asia/Kathmandu")) == []
