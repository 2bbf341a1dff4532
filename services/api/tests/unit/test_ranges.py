"""Ranges and cursors as strangers write them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm.instants import to_ms
from isotherm_api.problem import Invalid
from isotherm_api.ranges import (
    DAY_MS,
    Number,
    decode_cursor,
    encode_cursor,
    given_or_last_day,
    time_range,
)

YEAR = timedelta(days=366)
NOW = datetime(2026, 11, 23, 12, 0, 0, 999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (5, 5, "from"),
        (6, 5, "from"),
        (0, 10**18, "to"),
        (-(10**18), 0, "from"),
        (0, 366 * 86_400_000 + 1, "from"),
        (10**400, 10**401, "from"),
    ],
)
def test_an_invalid_range_names_its_field(start: int, end: int, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        time_range(start, end, YEAR)
    assert caught.value.errors[0].field == field


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (None, None, (to_ms(NOW) + 1 - DAY_MS, to_ms(NOW) + 1)),
        (5, 7, (5, 7)),
        (to_ms(NOW) - 5, None, (to_ms(NOW) - 5, to_ms(NOW) + 1)),
        (None, DAY_MS + 7, (7, DAY_MS + 7)),
    ],
)
def test_an_end_that_is_not_given_is_that_of_the_last_day(
    start: int | None, end: int | None, wanted: tuple[int, int]
) -> None:
    span = given_or_last_day(start, end, NOW, YEAR)
    assert (to_ms(span.start), to_ms(span.end)) == wanted
    assert span.end > NOW or end is not None


def test_a_range_without_an_end_may_be_too_long_or_begin_too_late() -> None:
    for start in (to_ms(NOW) + 1, to_ms(NOW - YEAR) - 1):
        with pytest.raises(Invalid) as caught:
            given_or_last_day(start, None, NOW, YEAR)
        assert caught.value.errors[0].field == "from"


@given(st.text(max_size=50), st.integers(0, 2**63 - 1))
def test_a_cursor_comes_back_as_it_was(text: str, number: int) -> None:
    assert decode_cursor(encode_cursor(text, number), tuple[str, int]) == (text, number)


@given(st.text(max_size=60))
def test_any_other_cursor_is_rejected(text: str) -> None:
    with suppress(Invalid):
        [number] = decode_cursor(text, tuple[Number])
        assert 0 <= number < 2**63


def test_a_number_no_row_can_have_is_no_cursor() -> None:
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor(2**70), tuple[Number])
