"""Instants are converted between all their forms without loss."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from isotherm.instants import (
    ALWAYS,
    FOREVER,
    LATEST,
    POSTGRES_EPOCH,
    SystemClock,
    from_ms,
    from_postgres,
    from_postgres_one,
    to_datetime,
    to_datetime_clamped,
    to_micros,
    to_ms,
)

AT = datetime(2026, 11, 28, 21, 4, 5, 678_901, tzinfo=UTC)


@pytest.mark.parametrize(
    "at", [AT, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]
)
def test_microseconds_convert_both_ways(at: datetime) -> None:
    assert to_datetime(to_micros(at)) == at


def test_any_offset_is_the_same_instant() -> None:
    assert to_micros(AT.astimezone(timezone(timedelta(hours=5, minutes=45)))) == to_micros(AT)


def test_milliseconds_are_rounded_down() -> None:
    assert from_ms(to_ms(AT)) == AT.replace(microsecond=678_000)
    assert to_ms(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)) == -1


def test_milliseconds_round_down_also_before_1970() -> None:
    assert to_ms(datetime(1970, 1, 1, 0, 0, 0, 1999, tzinfo=UTC)) == 1
    assert to_ms(datetime(1969, 12, 31, 23, 59, 59, 999500, tzinfo=UTC)) == -1
    assert to_ms(from_ms(1_795_478_400_123)) == 1_795_478_400_123


def test_the_clock_is_aware() -> None:
    assert SystemClock().now().tzinfo is UTC


@pytest.mark.parametrize("us", [FOREVER, ALWAYS])
def test_an_instant_beyond_datetime_overflows(us: int) -> None:
    with pytest.raises(OverflowError):
        to_datetime(us)


def test_an_open_end_is_clamped() -> None:
    assert to_datetime_clamped(FOREVER) == to_datetime(LATEST)
    assert to_datetime_clamped(to_micros(AT)) == AT


def test_infinite_timestamps_have_values_of_their_own() -> None:
    assert from_postgres_one(FOREVER) == FOREVER
    assert from_postgres_one(ALWAYS) == ALWAYS
    assert from_postgres_one(0) == POSTGRES_EPOCH
    assert from_postgres(np.array([0, 1], ">i8")).tolist() == [POSTGRES_EPOCH, POSTGRES_EPOCH + 1]
