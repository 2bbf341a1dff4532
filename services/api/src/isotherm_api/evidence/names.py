"""Read a channel's name as evidence of what it sends. Names prove nothing: people decide.

A name is read as words: `SHT3X-Humidity` is `sht3x_humidity`, `BatV` is `bat_v`. A name that holds
"temp" is a temperature's, whatever else it holds, unless it is that of a setting, a correction or
a difference, which nobody measures (`target_temperature`, `temperature_offset`). The temperature
that a device itself has (`device_temperature`, `battery_temp`) is one, with a remark. A name
without any of these words (`f4`) says nothing.
"""

import re
from collections.abc import Iterable

from isotherm.units import Unit
from isotherm_api.evidence.schemas import NameEvidence
from isotherm_api.evidence.words import (
    OF_THE_DEVICE,
    OTHERS,
    PLACES,
    SETTINGS,
    TEMPERATURE,
    UNIT_LETTER,
    UNITS,
    Quantity,
)

_STEPS = (
    ("([a-z0-9])([A-Z])", r"\1_\2"),
    ("([A-Z])([A-Z][a-z])", r"\1_\2"),
    ("[.-]", "_"),
)
"""Where a word begins inside a name: `TempC`, `SHTHumidity`, `pm2.5`."""


def _pattern(quantity: Quantity) -> str:
    """Return the regular expression of a quantity."""
    words = f"(^|[^a-z])({quantity.words})[0-9]*([^a-z0-9]|$)" if quantity.words else ""
    return "|".join(part for part in (words, quantity.parts) if part)


def _any(quantities: Iterable[Quantity]) -> str:
    return "|".join(map(_pattern, quantities))


_OTHERS = [(quantity.name, re.compile(_pattern(quantity))) for quantity in OTHERS]
_SETTINGS = [(quantity.name, re.compile(_pattern(quantity))) for quantity in SETTINGS]
_TEMPERATURE = re.compile(TEMPERATURE)
_OF_THE_DEVICE = re.compile(OF_THE_DEVICE)
_UNIT_LETTER = re.compile(UNIT_LETTER)


def evidence_of(name: str) -> NameEvidence | None:
    """Return what the name of a channel says; None if it is a temperature's or says nothing."""
    text = _read(name)
    if (what := _first(_SETTINGS, text)) is not None:
        why = f"Probably {what}, not a measured temperature: its name is {name}."
        return NameEvidence(temperature=False, what=what, why=why)
    if _TEMPERATURE.search(text):
        return _of_itself(name) if _OF_THE_DEVICE.search(text) else None
    if (what := _first(_OTHERS, text)) is not None:
        says = f"is {name}" if name.lower() == what else f"{name} indicates {what}"
        why = f"Probably not a temperature: its name {says}."
        return NameEvidence(temperature=False, what=what, why=why)
    return None


def is_temperature(name: str) -> bool:
    """Return whether a channel of this name may send the temperature of a place."""
    evidence = evidence_of(name)
    return evidence is None or evidence.temperature


def unit_of(name: str) -> Unit | None:
    """Return the unit that a name says, as `temp_f` and `TempC_SHT` do; None if it says none."""
    words = _words(name)
    match = _UNIT_LETTER.search(words)
    letter = match[6].upper() if match else None
    for unit, word in UNITS.items():
        if letter == unit or word in words:
            return unit
    return None


def sql_is_temperature(name: str) -> str:
    """Return `is_temperature` as SQL; `name` is an expression."""
    words = name
    for pattern, into in _STEPS:
        words = f"regexp_replace({words}, '{pattern}', '{into}', 'g')"
    text = f"regexp_replace(lower({words} || ' ' || {name}), '{PLACES}', '', 'g')"
    return (
        f"(SELECT t !~ '{_any(SETTINGS)}' AND (t ~ '{TEMPERATURE}' OR t !~ '{_any(OTHERS)}')"
        f" FROM (SELECT {text} AS t) x)"
    )


def _words(name: str) -> str:
    """Return a name in lower case, its words separated by underscores."""
    for pattern, into in _STEPS:
        name = re.sub(pattern, into, name)
    return name.lower()


def _read(name: str) -> str:
    """Return the words of a name, and the name itself as `kWh` may be one; without places."""
    return re.sub(PLACES, "", f"{_words(name)} {name.lower()}")


def _first(patterns: Iterable[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    return next((what for what, pattern in patterns if pattern.search(text)), None)


def _of_itself(name: str) -> NameEvidence:
    what = "the temperature of the device itself"
    why = f"Probably {what}, not of its surroundings: its name is {name}."
    return NameEvidence(temperature=True, what=what, why=why)
