"""Ranges and cursors as strangers write them."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm_api.problem import Invalid
from isotherm_api.ranges import Number, decode_cursor, encode_cursor, time_range

YEAR = timedelta(days=366)


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
