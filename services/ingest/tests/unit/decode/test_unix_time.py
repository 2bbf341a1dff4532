"""Unix time, told apart by size."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm.instants import to_micros
from isotherm_ingest.decode.unix_time import from_integers, from_number

AT = to_micros(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1_767_225_600, AT),
        (1_767_225_600_000, AT),
        (1_767_225_600_000_000, AT),
        (1_767_225_600_000_000_000, AT),
        (1_767_225_600_000_499_999, AT),
        (1_767_225_600_000_500_000, AT + 1000),
        (1_767_225_600_000_499, AT),
        (1_767_225_600_000_500, AT + 1000),
        (1_767_225_600.0004, AT),
        (1_767_225_600.0006, AT + 1000),
        (1_767_225_600_000.4, AT),
        (1.7672256e18, AT),
        (0, 0),
        (-1, -1_000_000),
        (10**11 - 1, (10**11 - 1) * 1_000_000),
        (10**11, 10**14),
        (10**14 - 1, (10**14 - 1) * 1000),
        (10**14, 10**14),
        (10**17 - 1000, 10**17 - 1000),
        (10**17, 10**14),
        (2**63 - 1, 9_223_372_036_855_000),
        (2**63, None),
        (20261123135207, None),
        (202611231352, None),
        (-(10**14), None),
        (10**400, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_unix_time(number: float, expected: int | None) -> None:
    assert from_number(number) == expected


@given(st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 10**18).map(lambda n: n // 997)))
def test_whole_numbers_are_the_same_alone_and_among_many(numbers: list[int]) -> None:
    alone = [from_number(number) for number in numbers]
    among = from_integers(np.array(numbers, np.int64)).tolist()
    assert among == [-1 if at is None or at < 0 else at for at in alone]
