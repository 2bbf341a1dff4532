"""The payloads that devices publish, in every form that docs/mqtt.md allows."""

from collections.abc import Iterable
from typing import Literal

from isotherm.instants import from_ms

Form = Literal["bare", "object", "timed", "fahrenheit"]
"""The form of a reading: `21.4`; an object; an object with its time; the same in °F."""
FORMS: tuple[Form, ...] = ("bare", "object", "timed", "fahrenheit")


def carries_time(form: Form) -> bool:
    """Return whether a live reading in this form contains its time."""
    return form in ("timed", "fahrenheit")


def live(form: Form, value: float, time_ms: int) -> str:
    """Return the payload of a live reading; `value` in °C, `time_ms` by the device's clock."""
    if form == "bare":
        return repr(value)
    if form == "object":
        return f'{{"value":{value!r}}}'
    return element(form, value, time_ms)


def buffered(form: Form, readings: Iterable[tuple[int, float]]) -> str:
    """Return the payload of buffered readings (time in ms, °C): an array, all with their times."""
    return "[" + ",".join(element(form, value, time_ms) for time_ms, value in readings) + "]"


def element(form: Form, value: float, time_ms: int) -> str:
    """Return a reading with its time: Unix milliseconds, or RFC 3339 if the unit is °F."""
    if form == "fahrenheit":
        degrees = round(value * 1.8 + 32.0, 2)
        time = from_ms(time_ms).isoformat(timespec="milliseconds")
        return f'{{"value":{degrees!r},"unit":"F","time":"{time}"}}'
    return f'{{"value":{value!r},"time":{time_ms}}}'
