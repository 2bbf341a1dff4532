"""Payloads: each form is allowed by the MQTT contract and decodes to the reading."""

import json
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from isotherm.instants import from_ms, to_ms
from isotherm.units import to_celsius
from isotherm_devstack.simulate.payload import FORMS, Form, buffered, carries_time, live

values = st.floats(min_value=-130, max_value=130).map(lambda value: round(value, 2))
instants = st.integers(min_value=1_600_000_000_000, max_value=1_900_000_000_000)


def decoded(element: object) -> tuple[int | None, float]:
    """Return the instant (ms) and the temperature (°C) of a decoded element."""
    if not isinstance(element, dict):
        assert isinstance(element, float)
        return None, element
    time = element.get("time")
    if isinstance(time, str):
        time = to_ms(datetime.fromisoformat(time))
    return time, to_celsius(element["value"], element.get("unit", "C"))


@given(form=st.sampled_from(FORMS), value=values, time_ms=instants)
def test_a_live_reading_decodes_to_the_measured_value(
    form: Form, value: float, time_ms: int
) -> None:
    time, celsius = decoded(json.loads(live(form, value, time_ms)))
    assert time == (time_ms if carries_time(form) else None)
    assert abs(celsius - value) < 0.01


@given(form=st.sampled_from(FORMS), readings=st.lists(st.tuples(instants, values), max_size=20))
def test_a_buffered_reading_always_has_its_time(
    form: Form, readings: list[tuple[int, float]]
) -> None:
    elements = [decoded(element) for element in json.loads(buffered(form, readings))]
    assert [time for time, _ in elements] == [time_ms for time_ms, _ in readings]
    for (_, celsius), (_, value) in zip(elements, readings, strict=True):
        assert abs(celsius - value) < 0.01


def test_a_fault_value_is_converted_to_fahrenheit() -> None:
    assert json.loads(live("fahrenheit", -127.0, to_ms(from_ms(0))))["value"] == -196.6


def test_a_thousand_readings_are_far_smaller_than_a_mebibyte() -> None:
    readings = [(1_752_494_400_000 + n, -21.55) for n in range(1_000)]
    assert max(len(buffered(form, readings)) for form in FORMS) < 100_000
