"""Times: what a value says, whether two agree, and the instants of a local time in a zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm.instants import to_datetime, to_micros
from isotherm_ingest.decode.documents import OVERFLOW
from isotherm_ingest.decode.times import UNSET_BEFORE, Time, agreed, instants_of, scaled, time_of

AT = to_micros(datetime(2026, 1, 1, tzinfo=UTC))
HOUR = 3_600_000_000
VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("value", "time"),
    [
        (1_767_225_600, Time(AT)),
        ("1767225600", Time(AT)),
        (" 2026-01-01T00:00:00Z\0", Time(AT)),
        ("2026-01-01T00:00:00", Time(local=AT)),
        ("2020-01-01T00:00:00", Time(local=UNSET_BEFORE)),
        (1_577_836_800, Time(UNSET_BEFORE)),
    ],
)
def test_a_value_says_a_time(value: object, time: Time) -> None:
    assert time_of(value) == time


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (0, 0),
        (77, 77_000_000),
        (-1, -1_000_000),
        (1_577_836_799.999, UNSET_BEFORE - 1000),
        ("0", 0),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01 00:00:00", 0),
        ("2020-01-01T00:59:59+01:00", UNSET_BEFORE - 1_000_000),
        ("2019-12-31T23:59:59", UNSET_BEFORE - 1_000_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("0000-00-00 00:00:00", None),
        ("01.01.1970 00:00", None),
        (-(10**300), None),
        (-(10**400), None),
        ("-99999999999999999999", None),
        (float("nan"), None),
        *((word, None) for word in ("", " ", "N/A", "null", "None", "nan", "--", "unknown")),
    ],
)
def test_a_clock_that_was_never_set(value: object, at: int | None) -> None:
    assert time_of(value) == Time(at, unset=True)


@pytest.mark.parametrize(
    "value",
    [
        *("yesterday", "23.11.2026 14:52", "2165-165-165T165:165:85", "2026-02-30T00:00:00Z"),
        *(True, False, {}, [], OVERFLOW, 1e300, 10**400, 2**63, 20261123135207),
    ],
)
def test_other_values_are_no_times(value: object) -> None:
    assert time_of(value) is None


@pytest.mark.parametrize(
    ("times", "time"),
    [
        ([Time(AT)], Time(AT)),
        ([Time(AT), Time(AT)], Time(AT)),
        ([Time(AT), Time(AT + 250_000)], Time(AT + 250_000)),
        ([Time(AT + 250_000), Time(AT)], Time(AT + 250_000)),
        ([Time(AT), Time(local=AT + HOUR)], Time(AT)),
        ([Time(local=AT - 5 * HOUR), Time(AT + 500_000)], Time(AT + 500_000)),
        ([Time(local=AT), Time(local=AT)], Time(local=AT)),
        ([Time(AT), Time(unset=True)], Time(AT)),
        ([Time(0, unset=True), Time(unset=True)], Time(0, unset=True)),
        ([Time(unset=True), Time(unset=True)], Time(unset=True)),
        ([Time(AT), Time(AT + 1_000_000)], None),
        ([Time(AT + 250_000), Time(AT + 260_000)], None),
        ([Time(AT), Time(local=AT + 7_000_000)], None),
        ([Time(AT), Time(local=AT + 20 * HOUR)], None),
        ([Time(AT), Time(0, unset=True)], None),
        ([Time(AT), Time(AT), Time(AT + HOUR)], None),
    ],
)
def test_times_agree_if_they_mean_the_same(times: list[Time], time: Time | None) -> None:
    assert agreed(times) == time


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


@pytest.mark.parametrize(
    ("key", "value", "at"),
    [
        ("time", 35_000, 35_000_000_000),
        ("time_ms", 35_000, 35_000_000),
        ("TimestampMs", "35000", 35_000_000),
        ("ts_us", 35_000_000, 35_000_000),
        ("time_ns", 35_000_000_000, 35_000_000),
        ("time_ms", 1_600_000_000, 1_600_000_000_000),
        ("time_ms", -1, None),
        ("time_ms", "N/A", None),
    ],
)
def test_the_key_tells_the_unit_of_a_clock_that_was_never_set(
    key: str, value: object, at: int | None
) -> None:
    if (time := time_of(value)) is None or not time.unset:
        time = Time(1_600_000_000_000_000, unset=True)
    expected = time.at if at is None else at
    assert scaled(time, value, key) == Time(expected, unset=True)


def test_the_size_tells_the_unit_of_a_time_that_can_be_true() -> None:
    time = time_of(1_795_441_927)
    assert time is not None
    assert scaled(time, 1_795_441_927, "time_ms") == time
