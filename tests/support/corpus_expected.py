"""What a case of tests/corpus expects, as text: `21.4 at 13:55:00`, `fault`, `bad_time`, …"""

import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from isotherm.quality import Quality
from isotherm.reasons import Reason

_READING = re.compile(
    r"(?P<value>-?[0-9]+(\.[0-9]+)?|fault)"
    r"(?P<quality>( (suspect|time_unsure|clock_ahead|clock_unset))*)"
    r"( on (?P<channel>\S+))?"
    r"( at ((?P<day>\d{4}-\d\d-\d\d) )?(?P<time>\d\d:\d\d:\d\d(\.\d{1,3})?)| (?P<somewhen>at \?))?"
    r"(?P<repeated> every (?P<every>[0-9.]+) s)?"
)
_REJECT = re.compile(r"(?P<reason>[a-z_]+)( naming (?P<named>.+))?")
_CLOCK = re.compile(r"clock (?P<sign>leads|lags) (?P<seconds>[0-9]+) s")
_TIMES = re.compile(r"(?P<rest>.+), (?P<times>[0-9]+) times")


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """A stored reading; `at` is in UTC with milliseconds, `?` where any instant is right."""

    channel: str
    at: str
    value: str
    quality: str

    def __str__(self) -> str:
        return f"{self.value} {self.quality}".rstrip() + f" on {self.channel} at {self.at}"


@dataclass(frozen=True, slots=True)
class Reject:
    """A reject and the text that its detail must contain."""

    reason: str
    named: str | None = None


@dataclass(slots=True)
class Expected:
    """What becomes of a case's messages, in no order."""

    readings: list[Reading] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """How many elements are `duplicate` and `ignored`."""
    connection: str | None = None
    """`online` or `offline`, or None if the case says nothing of it."""
    skew_s: int | None = None
    """By how many seconds the clock leads, negative if it lags; 0 if by less than is shown, None
    if the case says nothing of it."""


def parse_expected(texts: Iterable[str], sent: Set[datetime], channel: str) -> Expected:
    """Return what these texts say; `sent` are the instants at which messages are published.

    Raise ValueError for a text that says nothing, or no instant where it is needed.
    """
    expected = Expected()
    for text in texts:
        many = _TIMES.fullmatch(text)
        one, times = (many["rest"], int(many["times"])) if many else (text, 1)
        _add(expected, one, times, sent, channel)
    return expected


def _add(expected: Expected, text: str, times: int, sent: Set[datetime], channel: str) -> None:
    if text in ("duplicate", "ignored"):
        expected.counts[text] += times
    elif text in ("online", "offline"):
        expected.connection = text
    elif text == "clock is right":
        expected.skew_s = 0
    elif clock := _CLOCK.fullmatch(text):
        expected.skew_s = int(clock["seconds"]) * (1 if clock["sign"] == "leads" else -1)
    elif (reject := _REJECT.fullmatch(text)) and reject["reason"] in set(Reason):
        expected.rejects += [Reject(reject["reason"], reject["named"])] * times
    elif reading := _READING.fullmatch(text):
        expected.readings += _readings(reading, times, sent, channel)
    else:
        raise ValueError(
            f"expects {text!r}, which is neither a reason in libs/shared/src/isotherm/reasons.py"
            " nor a form that tests/corpus/README.md describes"
        )


def _readings(
    match: re.Match[str], times: int, sent: Set[datetime], channel: str
) -> Iterable[Reading]:
    quality = Quality.FAULT if match["value"] == "fault" else Quality.NONE
    for word in match["quality"].split():
        quality |= Quality[word.upper()]
    value = None if match["value"] == "fault" else float(match["value"])
    at = None if match["somewhen"] else _instant(match, sent)
    every = timedelta(seconds=float(match["every"] or 0))
    for n in range(times):
        instant = None if at is None else at + n * every
        yield to_reading(match["channel"] or channel, instant, value, quality)


def _instant(match: re.Match[str], sent: Set[datetime]) -> datetime:
    if match["time"] is None:
        if len(sent) != 1:
            raise ValueError(f"{match[0]!r} needs its instant, as there are several messages")
        return next(iter(sent))
    day = match["day"] or min(sent).date().isoformat()
    return datetime.fromisoformat(f"{day}T{match['time']}").replace(tzinfo=UTC)


def to_reading(channel: str, at: datetime | None, value: float | None, quality: int) -> Reading:
    """Return a reading in words."""
    bits = Quality(quality)
    words = " ".join(str(bit.name).lower() for bit in Quality if bit and bit in bits)
    instant = "?" if at is None else at.astimezone(UTC).isoformat(" ", "milliseconds")[:23]
    return Reading(channel, instant, "none" if value is None else repr(value), words)
