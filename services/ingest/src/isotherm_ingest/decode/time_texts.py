"""Times as devices write them in text: RFC 3339 and what comes close to it; pure."""

import re
from datetime import datetime, timedelta
from typing import Final

from isotherm.instants import EPOCH
from isotherm_ingest.decode.unix_time import from_number
from isotherm_ingest.decode.words import WHITE

_RFC3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:)(\d{2})(?:\.(\d{1,18}))?([Zz]|[+-]\d{2}:\d{2})?",
    re.ASCII,
)
_OFFSET = (
    r"(?: *(?P<utc>Z|(?:UTC|GMT)(?![ +\u2212-]))"
    r"|(?: *(?:UTC|GMT))? ?(?P<sign>[+\u2212-])(?P<hours>\d{2}(?=$|:|\d\d$|\[)|\d(?=$|:|\[))"
    r":?(?P<minutes>\d\d)?(?:\[[\w/+-]+\])?)?"
)
_LIKE_RFC3339 = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?:T|_|,? +)"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,18}))?)?"
    + _OFFSET,
    re.ASCII | re.IGNORECASE,
)
_BASIC = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<mark>T|_| )?"
    r"(?P<hour>\d\d)(?P<minute>\d\d)(?:(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,18}))?)?" + _OFFSET,
    re.ASCII | re.IGNORECASE,
)
_YEARS = [
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})([-/.])\d{1,2}\2\d{1,2}(?:\D.*)?",
        r"\d{1,2}([-/.])\d{1,2}\1(?P<year>\d{4})(?:\D.*)?",
        r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? [a-z\d :-]*?\b(?P<year>\d{4})\b.*",
    )
]
_NUMBER = re.compile(r"[+-]?\d{1,40}(?:\.\d{0,18})?", re.ASCII)
_NAIVE_EPOCH = EPOCH.replace(tzinfo=None)
_MICROSECOND = timedelta(microseconds=1)
_LONGEST: Final = 80


def from_text(text: str) -> tuple[int, bool] | None:
    """Return µs in whole ms, and whether it is absolute: wall clock time if there is no offset.

    Return None if it is no such time. A leap second counts as the second after it.
    """
    match = _RFC3339.fullmatch(text)
    if match is None:
        return _from_odd_text(text)
    day, minute, second, fraction, offset = match.groups()
    try:
        naive = datetime.fromisoformat(f"{day}T{minute}{'59' if second == '60' else second}")
    except ValueError:
        return None
    microseconds = _micros(naive, second == "60", fraction)
    if offset is None:
        return microseconds, False
    if offset in ("Z", "z"):
        return microseconds, True
    return _absolute(microseconds, offset[0], int(offset[1:3]), int(offset[4:6]))


def year_of(text: str) -> int | None:
    """Return the year in a text that looks like a date, real or not; None of other texts.

    Dates that are refused for the order of day and month have a year, too.
    """
    for form in (*_YEARS, _BASIC):
        if (match := form.fullmatch(text)) is not None:
            return int(match["year"])
    return None


def _from_odd_text(text: str) -> tuple[int, bool] | None:
    if len(text) > _LONGEST:
        return None
    text = text.strip(WHITE)
    if _NUMBER.fullmatch(text):
        at = from_number(int(text) if text.lstrip("+-").isdigit() else float(text))
        return None if at is None else (at, True)
    match = _LIKE_RFC3339.fullmatch(text) or _BASIC.fullmatch(text)
    if match is None:
        return None
    absolute = bool(match["utc"] or match["sign"])
    if not match["mark"] and not absolute:
        return None  # nothing but digits
    second = int(match["second"] or 0)
    leap = second == 60
    try:
        naive = datetime(  # noqa: DTZ001  its offset, if there is one, is added below
            int(match["year"]), int(match["month"]), int(match["day"]),
            int(match["hour"]), int(match["minute"]), 59 if leap else second,
        )  # fmt: skip
    except ValueError:
        return None
    microseconds = _micros(naive, leap, match["fraction"])
    if match["sign"] is None:
        return microseconds, absolute
    sign = "+" if match["sign"] == "+" else "-"
    return _absolute(microseconds, sign, int(match["hours"]), int(match["minutes"] or 0))


def _micros(naive: datetime, leap: bool, fraction: str | None) -> int:
    """Return a wall clock time as µs in whole ms; a leap second is the second after `naive`."""
    part = 0 if fraction is None else (int(fraction[:4].ljust(4, "0")) + 5) // 10 * 1000
    return (naive - _NAIVE_EPOCH) // _MICROSECOND + leap * 1_000_000 + part


def _absolute(local: int, sign: str, hours: int, minutes: int) -> tuple[int, bool] | None:
    if hours > 23 or minutes > 59:
        return None
    shift = (hours * 60 + minutes) * 60_000_000
    return local + (shift if sign == "-" else -shift), True
