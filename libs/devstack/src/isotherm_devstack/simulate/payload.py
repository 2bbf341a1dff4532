"""What devices write into their messages: each form that the MQTT contract allows."""

from collections.abc import Iterable
from typing import Literal

from isotherm.instants import from_ms

Form = Literal["bare", "object", "timed", "fahrenheit"]
"""How a device says a reading: `21.4`; an object; an object with its time; the same in °F."""
FORMS: tuple[Form, ...] = ("bare", "object", "timed", "fahrenheit")


def carries_time(form: Form) -> bool:
    """Whether a live reading of that form says when it was measured."""
    return form in ("timed", "fahrenheit")


def live(form: Form, value: float, time_ms: int) -> str:
    """The payload of one reading made just now. `value` is °C, `time_ms` the device's clock."""
    if form == "bare":
        return repr(value)
    if form == "object":
        return f'{{"value":{value!r}}}'
    return element(form, value, time_ms)


def buffered(form: Form, readings: Iterable[tuple[int, float]]) -> str:
    """The payload of a device that buffered: an array of (time in ms, °C), each with its time."""
    return "[" + ",".join(element(form, value, time_ms) for time_ms, value in readings) + "]"


def element(form: Form, value: float, time_ms: int) -> str:
    """One reading with its time: Unix milliseconds, or RFC 3339 where the unit is °F."""
    if form == "fahrenheit":
        degrees = round(value * 1.8 + 32.0, 2)
        time = from_ms(time_ms).isoformat(timespec="milliseconds")
        return f'{{"value":{degrees!r},"unit":"F","time":"{time}"}}'
    return f'{{"value":{value!r},"time":{time_ms}}}'
