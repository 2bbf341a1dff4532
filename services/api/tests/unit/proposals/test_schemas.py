"""Which installs of a proposal can be asked for."""

from typing import Any

import pytest
from pydantic import ValidationError

from isotherm.units import ABSOLUTE_ZERO
from isotherm_api.proposals.schemas import Install, NewSensor

SENSOR: dict[str, Any] = {"site": "s", "name": "Room"}


def test_an_install_needs_no_more_than_a_sensor() -> None:
    wanted = Install.model_validate({"sensor": "s/fridge"})
    assert (wanted.since, wanted.unit, wanted.replace) == (None, None, False)
    new = NewSensor.model_validate(SENSOR)
    assert (new.slug, new.place, new.expected_interval_s, new.low, new.high) == (None,) * 5


@pytest.mark.parametrize(
    "fields",
    [
        {"low": ABSOLUTE_ZERO, "high": 10_000},
        {"low": 2},
        {"high": -18.5},
        {"expected_interval_s": 31 * 86_400},
        {"expected_interval_s": 0.001},
        {"place": "  Backroom  "},
    ],
    ids=str,
)
def test_a_new_sensor_may_have_limits_an_interval_and_a_place(fields: dict[str, Any]) -> None:
    sensor = NewSensor.model_validate(SENSOR | fields)
    for name, value in fields.items():
        wanted = value.strip() if isinstance(value, str) else value
        assert getattr(sensor, name) == wanted


def test_the_limits_of_a_new_sensor_are_rounded_as_values_are() -> None:
    new = NewSensor.model_validate(SENSOR | {"low": -17.999999999999996, "high": 4.444444444444445})
    assert (new.low, new.high) == (-18.0, 4.4444)


@pytest.mark.parametrize("low", [8, 8.00000001, 8.5])
def test_low_has_to_be_below_high(low: float) -> None:
    with pytest.raises(ValidationError, match="low has to be below high"):
        NewSensor.model_validate(SENSOR | {"low": low, "high": 8})


@pytest.mark.parametrize("body", [{}, {"sensor": "s/fridge", "new_sensor": SENSOR}])
def test_exactly_one_sensor_is_given(body: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="exactly one of sensor and new_sensor"):
        Install.model_validate(body)
