"""Numbers as devices write them in text, alone or with a unit behind them; pure."""

import re
from typing import Final, NamedTuple

from isotherm.units import Unit, unit_of_word
from isotherm_ingest.decode.words import C_WORD, WHITE, is_fault_word

_MINUS: Final = "\u2212"
_NUMBER = re.compile(
    rf"(?P<number>[+{_MINUS}-]?(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)"
    r"(?P<unit>.*)",
    re.DOTALL,
)
_LONGEST_WORD: Final = 80
_UNIT_BEGINS = re.compile(r"\s++|(?=[°º˚℃℉])")


class Measure(NamedTuple):
    """What a text says: a number, infinite if it is too large, or None for a fault."""

    value: float | None
    unit: Unit | None = None
    """The unit behind it, None without one."""


def measure_of(text: str) -> Measure | None:
    """Return the number or fault that a text says, with its unit; None if it says neither."""
    plain = text.strip(WHITE)
    match = _NUMBER.fullmatch(plain)
    if match is not None:
        value = float(match["number"].replace(_MINUS, "-"))
        if not match["unit"]:
            return Measure(value)
        unit = unit_of_word(match["unit"])
        if unit is not None:
            return Measure(value, unit)
    if len(plain) > _LONGEST_WORD:
        return None
    if is_fault_word(plain):
        return Measure(None)
    return _fault_with_unit(plain)


def _fault_with_unit(text: str) -> Measure | None:
    """Return the fault in `nan °C`, `nanC` and the like."""
    splits = [(match.start(), match.end()) for match in _UNIT_BEGINS.finditer(text)]
    if (match := C_WORD.match(text.lower())) is not None:
        splits.append((match.end(), match.end()))
    for end, begin in splits:
        unit = unit_of_word(text[begin:])
        if unit is not None and end and is_fault_word(text[:end]):
            return Measure(None, unit)
    return None
