"""Parse times as devices write them, and find the instants a wall clock showed them; pure."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from isotherm.instants import EPOCH, to_micros

_RFC3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:)(\d{2})(?:\.(\d{1,18}))?([Zz]|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
_NAIVE_EPOCH = EPOCH.replace(tzinfo=None)
_MICROSECOND = timedelta(microseconds=1)
MILLISECONDS_FROM = 100_000_000_000
"""Smaller numbers are seconds (until the year 5138), larger ones milliseconds (since 1973)."""
FIRST_MS = -62_135_596_800_000
LAST_MS = 253_402_300_799_999


def from_number(number: float) -> int | None:
    """Return Unix time in seconds or milliseconds as µs, in whole ms; None if it cannot be one."""
    if not -LAST_MS <= number <= LAST_MS:  # also refuses NaN and the infinities
        return None
    if -MILLISECONDS_FROM < number < MILLISECONDS_FROM:
        number *= 1000
    milliseconds = round(number)
    return milliseconds * 1000 if FIRST_MS <= milliseconds <= LAST_MS else None


def from_text(text: str) -> tuple[int, bool] | None:
    """Parse RFC 3339: µs in whole ms, and whether there was an offset (else it is wall clock time).

    Return None if it is no such time. A leap second counts as the second after it.
    """
    match = _RFC3339.fullmatch(text)
    if match is None:
        return None
    day, minute, second, fraction, offset = match.groups()
    leap = second == "60"
    try:
        naive = datetime.fromisoformat(f"{day}T{minute}{'59' if leap else second}")
    except ValueError:
        return None
    microseconds = (naive - _NAIVE_EPOCH) // _MICROSECOND + leap * 1_000_000
    if fraction is not None:
        microseconds += (int(fraction[:4].ljust(4, "0")) + 5) // 10 * 1000
    if offset is None:
        return microseconds, False
    if offset not in ("Z", "z"):
        hours, minutes = int(offset[1:3]), int(offset[4:6])
        if hours > 23 or minutes > 59:
            return None
        shift = (hours * 60 + minutes) * 60_000_000
        microseconds += shift if offset[0] == "-" else -shift
    return microseconds, True


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
