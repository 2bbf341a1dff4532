"""Guesses of the unit from values, and of the interval from times."""

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
def test_only_clear_values_give_a_guess(values: list[float], unit: str | None) -> None:
    guessed = guess(values)
    assert (guessed and guessed.unit) == unit


def test_the_reason_names_the_converted_temperature() -> None:
    guessed = guess([70.5, 70.4, 70.7])
    assert guessed is not None
    assert guessed.why == (
        "Values around 70.5 were read as °C, warmer than most monitored places; in degrees"
        " Fahrenheit they would be 21.4 °C, as in a room."
    )
    plain = guess([4.0])
    assert plain is not None
    assert plain.why == "Values around 4.0 °C are those of a refrigerator."


def test_one_outlier_does_not_change_the_guess() -> None:
    guessed = guess([4.0, 4.1, 85.0, 4.0, 3.9])
    assert guessed is not None
    assert guessed.unit == "C"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("humidity", [41.0]),
        ("kitchen_humidity", [70.0]),
        ("rssi", [-71.0]),
        ("battery", [98.0]),
        ("linkquality", [255.0]),
        ("voltage", [3.1]),
        ("target_temperature", [21.0]),
        ("temperature_offset", [4.0]),
    ],
)
def test_nothing_is_guessed_for_what_is_no_temperature_by_its_name(
    name: str, values: list[float]
) -> None:
    assert guess(values, "probe") is not None
    assert guess(values, name) is None


@pytest.mark.parametrize(
    ("name", "values", "unit"),
    [
        ("temp_f", [4.0], "F"),  # a freezer, not a refrigerator in °C
        ("temp_f", [70.0], "F"),
        ("temp_f", [], "F"),
        ("TempC_SHT", [39.0], "C"),
        ("humidity_temp", [4.0], "C"),
        ("device_temperature", [70.0], "F"),
        ("temp_f", [21.0], None),  # a room in °C, and nothing usual in °F
        ("temp_f", [-5.0], "F"),
    ],
)
def test_a_unit_in_the_name_counts_more_than_values(
    name: str, values: list[float], unit: str | None
) -> None:
    guessed = guess(values, name)
    assert (guessed and guessed.unit) == unit
    if name == "temp_f" and guessed is not None:
        assert guessed.why == "Its name is temp_f, which says °F."


def test_the_interval_is_what_messages_show() -> None:
    minutes = [61, 60, 3, 2, 1, 0]
    assert interval([NOW - timedelta(minutes=minute) for minute in minutes]) == 60.0
    assert interval([NOW]) is None
    assert interval([]) is None


def test_readings_show_the_interval_while_messages_are_few() -> None:
    measured = [NOW - timedelta(minutes=minute) for minute in range(30)]
    assert interval([NOW], measured) == 60.0
    assert interval([NOW - timedelta(hours=hour) for hour in range(4)], measured) == 3600.0
    assert interval([NOW], [NOW + timedelta(microseconds=n) for n in range(30)]) is None


def test_an_interval_is_never_zero() -> None:
    flushed = [NOW + timedelta(microseconds=n) for n in range(50)]
    assert interval(flushed) is None
    assert interval([NOW + timedelta(milliseconds=40 * n) for n in range(50)]) == 0.1
    assert interval([NOW + timedelta(milliseconds=200 * n) for n in range(50)]) == 0.2
