"""What values say about their unit, and times about their interval."""

from datetime import UTC, datetime, timedelta

import pytest

from isotherm_api.proposals.guess import guess, interval

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        ([4.1, 4.2, 4.0], "C"),
        ([21.0], "C"),
        ([-18.5, -20.1], "C"),
        ([-78.0], "C"),
        ([39.2, 38.8], "F"),  # a refrigerator
        ([70.5, 69.9, 71.0], "F"),  # a room
        ([98.0], "F"),  # a hot room
        ([295.1, 295.0], "K"),
        ([277.2], "K"),
        ([255.0], "K"),
        ([], None),
        ([-5.0], None),  # a freezer in °F as well as a cold store in °C
        ([12.0], None),
        ([33.0], None),
        ([120.0], None),
        ([180.0], None),
        ([400.0], None),
        ([1e300], None),
    ],
    ids=str,
)
def test_a_guess_is_made_where_something_speaks_for_it(
    values: list[float], unit: str | None
) -> None:
    found = guess(values)
    assert (found and found.unit) == unit


def test_the_reason_says_what_the_values_would_mean() -> None:
    found = guess([70.5, 70.4, 70.7])
    assert found is not None
    assert found.why == (
        "Values around 70.5 were taken as °C, warmer than most places that are watched; in degrees"
        " Fahrenheit they would be 21.4 °C, as in a room."
    )
    plain = guess([4.0])
    assert plain is not None
    assert plain.why == "Values around 4.0 °C are those of a refrigerator."


def test_one_wild_value_moves_no_guess() -> None:
    found = guess([4.0, 4.1, 85.0, 4.0, 3.9])
    assert found is not None
    assert found.unit == "C"


def test_the_interval_is_the_usual_distance() -> None:
    minutes = [0, 1, 2, 3, 60, 61]
    assert interval([NOW - timedelta(minutes=each) for each in minutes]) == 60.0
    assert interval([NOW]) is None
    assert interval([]) is None
