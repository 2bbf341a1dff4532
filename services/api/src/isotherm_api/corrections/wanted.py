"""What a request wants to correct, checked as far as that takes no database. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg

from isotherm import zones
from isotherm.history.corrections import Correction
from isotherm.instants import MILLISECOND, Micros, from_ms, to_datetime, to_micros, to_ms
from isotherm.spans import Span
from isotherm_api.corrections.schemas import TriedCorrection
from isotherm_api.problem import Conflict, FieldError, Invalid
from isotherm_api.ranges import AHEAD, EARLIEST, Range

_MS = timedelta(milliseconds=1)
_FIELDS = {"set_aside": (), "unit": ("read_as", "sent_as"), "time": ("shift_ms",)}
"""The fields that a correction of each kind needs; no other kind has them."""
_GONE = (
    "Readings before {at:%Y-%m-%d %H:%M} ({zone}) are no longer kept one by one, only their hours"
    " and days, so no correction that touches them can be {done}."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A correction that is to be made or tried."""

    correction: Correction
    reason: str | None

    @property
    def touched(self) -> list[Span]:
        """Return the times that it touches, in time order; two parts if readings move afar."""
        start, end, shift = self.correction.start, self.correction.end, self.correction.shift
        first, last = sorted([(start, end), (start + shift, end + shift)])
        return [(first[0], last[1])] if last[0] <= first[1] else [first, last]

    @property
    def whole(self) -> Range:
        """Return the range from the first to the last instant that it touches."""
        touched = self.touched
        return Range(to_datetime(touched[0][0]), to_datetime(touched[-1][1]))

    def ranges(self) -> list["asyncpg.Range[datetime]"]:
        """Return what it touches as a multirange of PostgreSQL."""
        return [asyncpg.Range(to_datetime(a), to_datetime(b)) for a, b in self.touched]

    def columns(self) -> dict[str, Any]:
        """Return the columns of its row that say what it does."""
        of = self.correction
        unit = of.kind == "unit"
        return {
            "kind": of.kind,
            "start": to_datetime(of.start),
            "until": to_datetime(of.end),
            "read_as": of.read_as if unit else None,
            "sent_as": of.sent_as if unit else None,
            "shift_us": of.shift if of.kind == "time" else None,
            "reason": self.reason,
        }


def checked(sent: TriedCorrection, now: datetime, longest: timedelta) -> Wanted:
    """Return what a request wants; an end a little ahead of now means now.

    Raises Invalid, naming the field, if a field of its kind is missing or one of another kind was
    sent, if it would change nothing, or if it reaches into the future.
    """
    _require_fields(sent)
    start, end = _range(sent, now, longest)
    shift = timedelta(milliseconds=sent.shift_ms or 0)
    if sent.shift_ms is not None:
        _require_possible(start, end, sent.shift_ms, now)
    correction = Correction(
        sent.kind,
        to_micros(start),
        to_micros(end),
        shift=shift // _MS * MILLISECOND,
        read_as=sent.read_as or "C",
        sent_as=sent.sent_as or "C",
    )
    return Wanted(correction, sent.reason)


def require_kept(first: Micros, complete_from: Micros, zone: str, done: str) -> None:
    """Raise Conflict if a correction touches an instant before the first hour kept as readings.

    From `complete_from` on (µs; 0: always) all readings are stored; `done` is what cannot be done.
    """
    here = zones.zone(zone)
    kept_from = zones.hour_from(complete_from, here)
    if complete_from and first < kept_from:
        raise Conflict(
            _GONE.format(at=_local(kept_from, here), zone=zone, done=done),
            errors=[FieldError("from", "is before the oldest readings that are kept")],
        )


def _local(at: Micros, zone: ZoneInfo) -> datetime:
    return to_datetime(at).astimezone(zone)


def _require_fields(sent: TriedCorrection) -> None:
    for kind, fields in _FIELDS.items():
        for field in fields:
            if (getattr(sent, field) is None) == (sent.kind == kind):
                needed = f"is needed for {kind}" if sent.kind == kind else f"is only for {kind}"
                raise Invalid.field(field, needed)
    if sent.kind == "unit" and sent.read_as == sent.sent_as:
        raise Invalid.field("sent_as", "is the unit in which the values have already been read")
    if sent.shift_ms == 0:
        raise Invalid.field("shift_ms", "is 0, which changes nothing")


def _range(sent: TriedCorrection, now: datetime, longest: timedelta) -> tuple[datetime, datetime]:
    start, end = from_ms(sent.from_), from_ms(sent.to)
    if end > now + AHEAD:
        raise Invalid.field("to", "is in the future; only what has been measured can be corrected")
    end = min(end, from_ms(to_ms(now)))
    if end <= start:
        raise Invalid(
            "The range is empty or ends before it begins.",
            errors=[FieldError("from", "must be before to"), FieldError("to", "is not after from")],
        )
    if end - start > longest:
        raise Invalid.field("from", f"a range can be at most {longest.days} days long")
    return start, end


def _require_possible(start: datetime, end: datetime, shift_ms: int, now: datetime) -> None:
    if to_ms(end) + shift_ms > to_ms(now):
        raise Invalid.field("shift_ms", "would move readings into the future")
    if to_ms(start) + shift_ms < EARLIEST:
        raise Invalid.field("shift_ms", "would move readings to a time that is not supported")
