"""The recorded series: local times without a zone and degrees Fahrenheit, read from the package."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from importlib.resources import files

from isotherm.instants import from_ms, to_ms

_FILE = "ambient_temperature_system_failure.csv"


@dataclass(frozen=True, slots=True)
class Measured:
    """A row: time (ms since 1970) and temperature (°F)."""

    time_ms: int
    fahrenheit: float


def recorded(offset: timezone) -> list[Measured]:
    """Return the series as recorded; its local times are read at a fixed offset, so they ascend."""
    text = files("isotherm_devstack.replay").joinpath("data", _FILE).read_text("ascii")
    return [
        Measured(
            to_ms(datetime.fromisoformat(row["timestamp"]).replace(tzinfo=offset)),
            float(row["value"]),
        )
        for row in csv.DictReader(text.splitlines())
    ]


def ending_at(rows: Sequence[Measured], end_ms: int) -> list[Measured]:
    """Return the rows shifted in time so that the last one is at `end_ms`; intervals stay."""
    shift = end_ms - rows[-1].time_ms
    return [Measured(row.time_ms + shift, row.fahrenheit) for row in rows]


def payload(rows: Sequence[Measured], offset: timezone) -> str:
    """Return the payload of a device that sends local times with their offset."""
    return "[" + ",".join(_element(row, offset) for row in rows) + "]"


def _element(row: Measured, offset: timezone) -> str:
    time = from_ms(row.time_ms).astimezone(offset).isoformat(timespec="milliseconds")
    return f'{{"value":{row.fahrenheit!r},"unit":"F","time":"{time}"}}'


def parse_offset(text: str) -> timezone:
    """Return a fixed offset from UTC such as -05:00; raise ValueError."""
    match = re.fullmatch(r"([+-])(\d\d):([0-5]\d)", text, re.ASCII)
    if match is None or int(match[2]) > 14:
        raise ValueError(f"not an offset such as -05:00: {text}")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-offset if match[1] == "-" else offset)
