"""Units of temperature are converted to degrees Celsius."""

import numpy as np
import pytest

from isotherm import units


@pytest.mark.parametrize(
    ("value", "unit", "celsius"),
    [(21.5, "C", 21.5), (32.0, "F", 0.0), (-40.0, "F", -40.0), (273.15, "K", 0.0)],
)
def test_a_value_is_converted_to_celsius(value: float, unit: units.Unit, celsius: float) -> None:
    assert units.to_celsius(value, unit) == pytest.approx(celsius)


@pytest.mark.parametrize("unit", ["C", "F", "K"])
@pytest.mark.parametrize("celsius", [-273.15, -40.0, 0.0, 4.4375, 21.5])
def test_a_value_in_another_unit_is_converted_back(celsius: float, unit: units.Unit) -> None:
    sent = units.from_celsius(celsius, unit)
    assert units.rounded(units.to_celsius(sent, unit)) == units.rounded(celsius)
    [among] = units.from_celsius(np.array([celsius]), unit).tolist()
    assert among == sent


@pytest.mark.parametrize("text", ["c", "", "°C", None, 3])
def test_anything_else_is_no_unit(text: object) -> None:
    assert not units.is_unit(text)


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("C", "C|c|°C|° c|ºC|℃|Cel|celsius|Celcius|degC|deg C|DEG_C|degrees Celsius|&deg;C|Â°C"),
        ("F", "F|f|°F|℉|degF|deg. F|Fahrenheit|degrees_fahrenheit"),
        ("K", "K|k|\u212a|kelvin|Kelvins|°K"),
    ],
)
def test_words_for_a_unit(unit: units.Unit, words: str) -> None:
    assert {word: units.unit_of_word(word) for word in words.split("|")} == dict.fromkeys(
        words.split("|"), unit
    )


@pytest.mark.parametrize("word", ["", "°", "deg", "%", "R", "mK", "CF", "C/F", "hPa", "CCC"])
def test_other_words_are_no_unit(word: str) -> None:
    assert units.unit_of_word(word) is None


@pytest.mark.parametrize(
    ("celsius", "step"),
    [
        (units.to_celsius(255.15, "K"), -18.0),
        (units.to_celsius(40.1, "F"), 4.5),
        (21.399999618530273, 21.4),  # 21.4 as a 32-bit float
        (units.to_celsius(255.1499938964844, "K"), -18.0),
        (4.0625, 4.0625),  # a step of a DS18B20
        (0.00005, 0.0),
        (-0.00001, 0.0),
        (1.7e308, 1.7e308),
        (float("-inf"), float("-inf")),
    ],
)
def test_a_value_is_rounded_to_a_step_the_same_alone_and_among_many(
    celsius: float, step: float
) -> None:
    alone = units.rounded(celsius)
    assert str(alone) == str(step)
    with np.errstate(over="ignore"):
        among = units.rounded(np.array([celsius]))[0]
    if abs(celsius) < 1e300:
        assert str(float(among)) == str(step)


NOISY = [(-18.0, -17.99999999999997), (4.444444444444445, 4.4444), (4.4444, 4.444444444444445)]


@pytest.mark.parametrize(("limit", "value"), NOISY)
def test_noise_is_within_a_limit(limit: float, value: float) -> None:
    assert not value > units.highest_within(limit)
    assert not value < units.lowest_within(limit)


def test_a_step_beyond_a_limit_is_beyond_it() -> None:
    limits = np.arange(-400_000, 800_001, 1) / 10_000
    steps = np.rint(limits * units.STEPS)
    assert np.all((steps + 1) / units.STEPS > units.highest_within(limits))
    assert np.all((steps - 1) / units.STEPS < units.lowest_within(limits))
    assert not np.any(limits > units.highest_within(limits))
    assert not np.any(limits < units.lowest_within(limits))


def test_all_half_degrees_survive_fahrenheit_and_kelvin() -> None:
    for halves in range(-80, 161):
        celsius = halves / 2
        assert units.rounded(units.to_celsius(round(celsius * 1.8 + 32, 1), "F")) == celsius
        assert units.rounded(units.to_celsius(round(celsius + 273.15, 2), "K")) == celsius
