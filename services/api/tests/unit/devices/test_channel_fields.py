"""A channel's fault values and plausible range leave out no temperature that a place can have."""

from math import copysign, inf, nan
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from isotherm_api.devices.channel_fields import FaultValues, PlausibleHigh, PlausibleLow

LOW: TypeAdapter[float] = TypeAdapter(PlausibleLow)
HIGH: TypeAdapter[float] = TypeAdapter(PlausibleHigh)
FAULTS: TypeAdapter[list[float]] = TypeAdapter(FaultValues)


@pytest.mark.parametrize(
    ("bound", "value", "rounded"),
    [
        (LOW, -40, -40.0),
        (LOW, -273.15, -273.15),
        (LOW, -80.00004, -80.0),
        (HIGH, 60, 60.0),
        (HIGH, 10_000, 10_000.0),
        (HIGH, 150.00004, 150.0),
    ],
)
def test_a_bound_that_keeps_every_place_is_rounded_as_values_are(
    bound: TypeAdapter[float], value: float, rounded: float
) -> None:
    assert bound.validate_python(value) == rounded


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (LOW, -39.9, "must be -40 °C or colder"),
        (LOW, -273.2, "is below absolute zero, -273.15 °C"),
        (HIGH, 59.9, "must be 60 °C or hotter"),
        (HIGH, 10_001, "can be at most 10,000 °C"),
        (FAULTS, list(range(17)), "can be at most 16 numbers"),
        (FAULTS, [999] * 101, "at most 100 items"),
        *(
            (field, value, "should be a finite number")
            for number in (nan, inf, -inf)
            for field, value in ((LOW, number), (HIGH, number), (FAULTS, [number]))
        ),
    ],
)
def test_what_no_place_could_do_without_is_refused(
    field: TypeAdapter[Any], value: Any, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        field.validate_python(value)


def test_fault_values_are_each_kept_once_in_order() -> None:
    assert FAULTS.validate_python([999, 85.5, -127, 999]) == [-127.0, 85.5, 999.0]
    assert FAULTS.validate_python([]) == []
    assert FAULTS.validate_python([*range(16), *range(16)]) == [float(n) for n in range(16)]


def test_a_negative_zero_is_a_zero() -> None:
    [zero] = FAULTS.validate_python([-0.0, 0])
    assert copysign(1, zero) == 1
