"""The fields by which people say which numbers of a channel cannot be temperatures."""

from typing import Annotated

from pydantic import AfterValidator, Field

from isotherm.plausible import AIR_HIGH, AIR_LOW, MOST_FAULT_VALUES
from isotherm.units import ABSOLUTE_ZERO, HOTTEST, rounded

FAULT_VALUES = (
    "Numbers that the device sends when it has no temperature, exactly as it sends them, in its own"
    f" unit: each is a fault. At most {MOST_FAULT_VALUES}"
)


def _distinct(values: list[float]) -> list[float]:
    """Return each number once, in order."""
    distinct = sorted({value + 0.0 for value in values})
    if len(distinct) > MOST_FAULT_VALUES:
        raise ValueError(f"can be at most {MOST_FAULT_VALUES} numbers")
    return distinct


def _low(celsius: float) -> float:
    if celsius > AIR_LOW:
        raise ValueError(f"must be {AIR_LOW:g} °C or colder: any place can become that cold")
    if celsius < ABSOLUTE_ZERO:
        raise ValueError(f"is below absolute zero, {ABSOLUTE_ZERO} °C")
    return rounded(celsius)


def _high(celsius: float) -> float:
    if celsius < AIR_HIGH:
        raise ValueError(f"must be {AIR_HIGH:g} °C or hotter: any place can become that hot")
    if celsius > HOTTEST:
        raise ValueError(f"can be at most {HOTTEST:,.0f} °C")
    return rounded(celsius)


_Finite = Annotated[float, Field(allow_inf_nan=False)]
FaultValues = Annotated[list[_Finite], Field(max_length=100), AfterValidator(_distinct)]
PlausibleLow = Annotated[_Finite, AfterValidator(_low)]
PlausibleHigh = Annotated[_Finite, AfterValidator(_high)]
