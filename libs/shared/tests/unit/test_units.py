"""Units of temperature are converted to degrees Celsius."""

import pytest

from isotherm import units


@pytest.mark.parametrize(
    ("value", "unit", "celsius"),
    [(21.5, "C", 21.5), (32.0, "F", 0.0), (-40.0, "F", -40.0), (273.15, "K", 0.0)],
)
def test_a_value_is_converted_to_celsius(value: float, unit: units.Unit, celsius: float) -> None:
    assert units.to_celsius(value, unit) == pytest.approx(celsius)


@pytest.mark.parametrize("text", ["c", "", "°C", None, 3])
def test_anything_else_is_no_unit(text: object) -> None:
    assert not units.is_unit(text)
