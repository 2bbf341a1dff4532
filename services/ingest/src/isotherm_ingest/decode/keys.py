"""The meaning of the keys of an object: value, unit, time, none of them, or one that nobody knows.

A key that looks like a time or a unit and is not understood refuses the element: ignored in
silence, the reading might mean something else than it says.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VALUE_KEYS: Final = frozenset({"value"})
UNIT_KEYS: Final = _words(
    "unit units uom tempunit tempunits temperatureunit temperatureunits unitofmeasurement"
)
TIME_KEYS: Final = _words(
    "time timestamp ts datetime epoch unixtime epochtime measuredat recordedat sampledat"
    " timems timestampms tsms epochms unixtimems timeus timestampus tsus epochus unixtimeus"
    " timens timestampns tsns epochns unixtimens"
)
ZONE_KEYS: Final = frozenset({"timezone", "tz", "utcoffset", "gmtoffset", "tzoffset"})
"""Keys as they are without `_`, `-` and spaces, in lower case."""

_KNOWN: Final = {
    key: meaning
    for meaning, keys in (
        ("value", VALUE_KEYS), ("unit", UNIT_KEYS), ("time", TIME_KEYS), ("zone", ZONE_KEYS),
        ("like_time", _words("year month day hour minute second")),
        ("maybe_time", _words("t dt at now clock when")),
        ("maybe_unit", {"u"}),
    )
    for key in keys
}  # fmt: skip

_TIME_WORDS: Final = _words(
    "ts tst utc gmt zeit uhrzeit zeitstempel zeitpunkt messzeit datum fecha hora"
)
_TIME_BEGINS: Final = ("time", "date", "epoch")
_TIME_ENDS: Final = ("time", "date", "stamp", "epoch")
_NO_TIME: Final = _words(
    "uptime runtime airtime lifetime timeout timer timers realtime daytime sleeptime boottime"
    " responsetime conversiontime elapsedtime update candidate daten"
)
"""Words, and pairs of neighbouring words, that look like the time of a reading and are not."""
_NO_TIME_ENDS: Final = ("uptime", "runtime", "airtime", "lifetime", "update")
_NO_TIME_BEGINS: Final = ("timeout",)
_NO_TIME_ANYWHERE: Final = ("interval", "duration")
_DOUBTFUL_TIMES: Final = _words(
    "update updated created measured recorded sampled observed captured taken received"
    " published sent seen lastupdate lastupdated lastseen"
)
_UNIT_WORDS: Final = _words("uom scale einheit unidad unitcode unitname unittext unitsymbol")
_UNIT_ENDS: Final = ("unit", "units")
_DOUBTFUL_UNITS: Final = _words("celsius fahrenheit kelvin degc degf metric imperial")
_OTHER_QUANTITIES: Final = _words("hum rh batt bat volt volts co2 voc pm snr rssi lux rain speed")
_OTHER_BEGINS: Final = (
    "humidity", "press", "baro", "battery", "voltage", "power", "energy", "signal", "illumin",
    "distance", "altitude", "moisture", "weight", "wind", "light",
)  # fmt: skip
_WORD = re.compile(r"[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+|[0-9]+")
_SPACERS: Final = str.maketrans("", "", "_- ")
_LONGEST_KEY: Final = 200
_MOST_KEYS: Final = 50
_MOST_CHARACTERS: Final = 1000
_MOST_REMEMBERED: Final = 2000


@dataclass(slots=True, frozen=True)
class Keys:
    """The keys of an object by meaning, in the object's order."""

    value: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    like_unit: tuple[str, ...] = ()
    like_time: tuple[str, ...] = ()
    maybe_unit: tuple[str, ...] = ()
    """Keys that are like a unit if their value is."""
    maybe_time: tuple[str, ...] = ()
    plain: bool = field(init=False)
    """Whether nothing but a single value, unit and time has a meaning."""

    def __post_init__(self) -> None:
        plain = len(self.value) == 1 and len(self.unit) <= 1 and len(self.time) <= 1
        odd = self.like_unit or self.like_time or self.maybe_unit or self.maybe_time
        object.__setattr__(self, "plain", plain and not odd)


def keys_of(keys: Iterable[str]) -> Keys:
    """Return the keys of an object by meaning. Never raises."""
    names = tuple(keys)
    remembered = _remembered.get(names)
    if remembered is not None:
        return remembered
    classified = _classified(names)
    # devices may invent keys without end, and of any length
    if len(names) <= _MOST_KEYS and sum(map(len, names)) <= _MOST_CHARACTERS:
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        _remembered[names] = classified
    return classified


_remembered: dict[tuple[str, ...], Keys] = {}


def _classified(names: tuple[str, ...]) -> Keys:
    groups: dict[str, list[str]] = {}
    for name in names:
        if (meaning := meaning_of(name)) is not None:
            groups.setdefault(meaning, []).append(name)
    return Keys(**{meaning: tuple(group) for meaning, group in groups.items()})


def meaning_of(key: str) -> str | None:
    """Return the field of `Keys` that a key belongs to, None if it has no meaning here."""
    if len(key) > _LONGEST_KEY:
        return None
    folded = key.translate(_SPACERS).lower()
    if (meaning := _KNOWN.get(folded)) is not None:
        return meaning
    words = [key] if key.islower() and key.isalpha() else _WORD.findall(key)
    words = [word.lower() for word in words]
    if "timezone" in folded or "tz" in words:
        return "zone"
    return _time_like(folded, words) or _unit_like(words)


def _time_like(folded: str, words: list[str]) -> str | None:
    for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
        if word in _TIME_WORDS or word.startswith(_TIME_BEGINS) or word.endswith(_TIME_ENDS):
            if any(part in folded for part in _NO_TIME_ANYWHERE):
                return None
            if not _is_no_time(word) and _NO_TIME.isdisjoint((before + word, word + after)):
                return "like_time"
    if len(words) > 1 and words[-1] == "at":
        return "like_time"
    return "maybe_time" if words and words[-1] in _DOUBTFUL_TIMES else None


def _is_no_time(word: str) -> bool:
    return word in _NO_TIME or word.startswith(_NO_TIME_BEGINS) or word.endswith(_NO_TIME_ENDS)


def _unit_like(words: list[str]) -> str | None:
    for word in words:
        if word in _UNIT_WORDS or word.endswith(_UNIT_ENDS):
            break
    else:
        return None if _DOUBTFUL_UNITS.isdisjoint(words) else "maybe_unit"
    other = any(word in _OTHER_QUANTITIES or word.startswith(_OTHER_BEGINS) for word in words)
    return None if other else "like_unit"
