"""Times that devices send, and the instants at which a wall clock showed them; pure."""

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from isotherm.instants import EPOCH, HOUR, MINUTE, SECOND, to_micros
from isotherm_ingest.decode.time_texts import from_text, year_of
from isotherm_ingest.decode.unix_time import from_number
from isotherm_ingest.decode.words import WHITE, is_fault_word

_NAIVE_EPOCH = EPOCH.replace(tzinfo=None)
FIRST_YEAR: Final = 2020
"""A clock that shows an earlier year was never set."""
UNSET_BEFORE: Final = to_micros(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC))
_NEGATIVE = re.compile(r"-\d++(?:\.\d*+)?", re.ASCII)
_LONGEST: Final = 80
_UNITS: Final = {"ms": 1000.0, "us": 1.0, "ns": 0.001}
"""Microseconds in the units that keys name."""
_WEST, _EAST, _OFFSET_STEP = -12 * HOUR, 14 * HOUR, 15 * MINUTE


class Time(NamedTuple):
    """A time as a device said it; in whole milliseconds."""

    at: int | None = None
    """µs since 1970 UTC; None if it is local, or if a clock that was never set shows none."""
    local: int | None = None
    """µs since 1970 by the device's wall clock, if there was no offset."""
    unset: bool = False
    """Whether the clock was never set: a time before 2020, or a word for no value."""


def time_of(value: object) -> Time | None:
    """Return the time that a JSON value says, None if it is not one."""
    if isinstance(value, str):
        return _of_text(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return Time(unset=True)
    at = from_number(value)
    return Time(unset=True) if at is None and value < 0 else _judged(at, absolute=True)


def scaled(time: Time, value: object, key: str) -> Time:
    """Return a time from before the clock was set in the unit that its key names, as `time_ms`.

    The number is too small to tell the unit by its size.
    """
    unit = _UNITS.get("".join(filter(str.isalpha, key.lower()))[-2:])
    if not time.unset or unit is None or isinstance(value, bool):
        return time
    if not isinstance(value, int | float | str):
        return time
    try:
        at = round(float(value) * unit / 1000) * 1000
    except (ValueError, OverflowError):
        return time
    return Time(at, unset=True) if 0 <= at < UNSET_BEFORE else time


def _of_text(text: str) -> Time | None:
    if (parsed := from_text(text)) is not None:
        return _judged(*parsed)
    if is_fault_word(text):
        return Time(unset=True)
    text = text.strip(WHITE)
    if len(text) > _LONGEST:
        return None
    year = year_of(text)
    before = _NEGATIVE.fullmatch(text) or (year is not None and year < FIRST_YEAR)
    return Time(unset=True) if before else None


def _judged(at: int | None, absolute: bool) -> Time | None:
    if at is None:
        return None
    if at < UNSET_BEFORE:
        return Time(at, unset=True)
    return Time(at) if absolute else Time(local=at)


def agreed(times: Sequence[Time]) -> Time | None:
    """Return the time that all of these mean, the most precise of them; None if they differ."""
    said = [time for time in times if time != Time(unset=True)] or list(times)
    first, *others = said
    for other in others:
        both = _same(first, other)
        if both is None:
            return None
        first = both
    return first


def _same(one: Time, other: Time) -> Time | None:
    """Return the more precise of two times that mean the same, else None."""
    if one.unset or other.unset:
        return one if one.unset and other.unset else None
    if one.at is not None and other.at is not None:
        return _closer(one, one.at, other, other.at)
    if one.local is not None and other.local is not None:
        return _closer(one, one.local, other, other.local)
    if one.at is not None and other.local is not None:
        return one if _is_offset(other.local, one.at) else None
    if other.at is not None and one.local is not None:
        return other if _is_offset(one.local, other.at) else None
    return None


def _closer(one: Time, first: int, other: Time, second: int) -> Time | None:
    if first == second:
        return one
    if abs(first - second) >= SECOND:
        return None
    if first % SECOND == 0:  # it has whole seconds
        return other
    return one if second % SECOND == 0 else None


def _is_offset(local: int, at: int) -> bool:
    """Return whether a wall clock somewhere may show `local` at an instant."""
    ahead = local - (at - at % SECOND if local % SECOND == 0 else at)
    return ahead % _OFFSET_STEP == 0 and _WEST <= ahead <= _EAST


def instants_of(local: int, zone: ZoneInfo) -> list[int]:
    """Return the instants (µs), 0 to 2, at which a wall clock in the zone showed `local`."""
    try:
        naive = _NAIVE_EPOCH + timedelta(microseconds=local)
        instants = set()
        for fold in (0, 1):
            instant = naive.replace(tzinfo=zone, fold=fold).astimezone(UTC)
            if instant.astimezone(zone).replace(tzinfo=None) == naive:
                instants.add(to_micros(instant))
    except OverflowError:
        return []
    return sorted(instants)
