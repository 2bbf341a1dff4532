"""Which channels fed a sensor and when, and the corrections of what it shows.

installed      channel 1 ├──────────┤├────────────────────────┤ channel 2
a correction             during ├──────────┤ shift ▸
segments       channel 1 ├─────┤       ├───┤     channel 1, shifted
                                       ├─────┤   channel 2, shifted
                                       ├──────────────────────┤ channel 2
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from struct import Struct

from isotherm.history.corrections import Correction, Kind
from isotherm.instants import SECOND, Micros, from_postgres_one, to_datetime
from isotherm.units import Unit

SPREAD = SECOND
"""The readings of this time before an instant tell what is shifted over it, in µs.

Readings that come to the same instant are a microsecond apart. It would take half a million of
them in a row to reach further.
"""
_NOT_SHIFTED = timedelta(0)
_KINDS: tuple[Kind, ...] = ("set_aside", "unit", "time")
_UNITS: dict[str, Unit] = {"C": "C", "F": "F", "K": "K"}
_INSTALLED, _CORRECTION = Struct(">iqq"), Struct(">hqqq2s")

Installed = tuple[int, Micros, Micros]
"""A channel, since when it fed a sensor, and until when; ALWAYS and FOREVER if open."""


@dataclass(frozen=True, slots=True)
class Segment:
    """From `start` until before `end`, a sensor's readings are those of this channel.

    These are the instants that the sensor shows: its channel's readings were stored `shift` before
    them. Segments overlap only where some are shifted.
    """

    channel: int
    start: datetime
    end: datetime
    shift: timedelta = _NOT_SHIFTED
    corrections: tuple[Correction, ...] = ()
    """Those of the sensor; each of its segments carries all that concern the loaded range."""

    @property
    def stored(self) -> tuple[datetime, datetime]:
        """Since when and until when its readings were stored."""
        return self.start - self.shift, self.end - self.shift


def sql_columns(start: str, end: str) -> str:
    """Return SQL of the two columns that `decode_segments` takes, where `a.sensor_id` is a sensor.

    `start` and `end` are SQL expressions.
    """
    touched = f"tstzrange({start}::timestamptz - interval '1 second', {end}::timestamptz)"
    active = "c.sensor_id = a.sensor_id AND c.undone_at IS NULL"
    return f"""
(SELECT string_agg(int4send(i.channel_id)
        || timestamptz_send(coalesce(lower(i.during), '-infinity'))
        || timestamptz_send(coalesce(upper(i.during), 'infinity')), ''::bytea ORDER BY i.during)
 FROM installation i WHERE i.sensor_id = a.sensor_id AND (i.during && {touched} OR EXISTS (
     SELECT FROM correction c WHERE {active} AND c.kind = 'time' AND c.touched && {touched}
       AND c.during && i.during))) AS installed,
(SELECT string_agg({sql_packed("c")}, ''::bytea)
 FROM correction c WHERE {active} AND c.touched && {touched}) AS corrections"""


def sql_packed(row: str) -> str:
    """Return SQL of a row of `correction` as `decode_corrections` takes it."""
    kinds = " ".join(f"WHEN '{kind}' THEN {number}" for number, kind in enumerate(_KINDS))
    return (
        f"int2send((CASE {row}.kind {kinds} END)::int2) || timestamptz_send(lower({row}.during))"
        f" || timestamptz_send(upper({row}.during)) || int8send(coalesce({row}.shift_us, 0))"
        f" || convert_to(coalesce({row}.read_as, 'C') || coalesce({row}.sent_as, 'C'), 'UTF8')"
    )


def decode_corrections(packed: bytes | None) -> list[Correction]:
    """Return the corrections that were packed by `sql_packed`."""
    corrections = []
    for kind, start, end, shift, units in _CORRECTION.iter_unpack(packed or b""):
        read_as, sent_as = (_UNITS[letter] for letter in units.decode())
        during = from_postgres_one(start), from_postgres_one(end)
        corrections.append(Correction(_KINDS[kind], *during, shift, read_as, sent_as))
    return corrections


def decode_installed(packed: bytes | None) -> list[Installed]:
    """Return which channels fed a sensor, from the first of `sql_columns`."""
    return [
        (channel, from_postgres_one(since), from_postgres_one(until))
        for channel, since, until in _INSTALLED.iter_unpack(packed or b"")
    ]


def decode_segments(
    installed: bytes | None, corrections: bytes | None, first: Micros, last: Micros
) -> tuple[Segment, ...]:
    """Return the segments from `first` until before `last`, from both of `sql_columns`."""
    return cut_segments(decode_installed(installed), decode_corrections(corrections), first, last)


def cut_segments(
    installed: Sequence[Installed], corrections: Sequence[Correction], first: Micros, last: Micros
) -> tuple[Segment, ...]:
    """Return a sensor's segments from `first` until before `last`, by their start.

    Where readings are shifted, they begin `SPREAD` earlier.
    """
    near = tuple(
        correction for correction in corrections if touches(correction, first - SPREAD, last)
    )
    shifting = [correction for correction in near if correction.kind == "time"]
    times = sorted(shifting, key=lambda correction: correction.start)
    begin = first - SPREAD if times else first
    segments = []
    for channel, since, until in installed:
        for start, end, shift in _shifted(since, until, times):
            start, end = max(begin, start + shift), min(last, end + shift)
            if start < end:
                moved = timedelta(microseconds=shift)
                segments.append(Segment(channel, to_datetime(start), to_datetime(end), moved, near))
    return tuple(sorted(segments, key=lambda segment: segment.start))


def clip_segments(segments: Iterable[Segment], start: datetime, end: datetime) -> list[Segment]:
    """Return the parts of segments within a range."""
    clipped = [
        replace(segment, start=max(segment.start, start), end=min(segment.end, end))
        for segment in segments
    ]
    return [segment for segment in clipped if segment.start < segment.end]


def touches(correction: Correction, start: Micros, end: Micros) -> bool:
    """Return whether a correction concerns readings in a range, also those that it moved away."""
    return any(
        correction.start + shift < end and start < correction.end + shift
        for shift in {0, correction.shift}
    )


def complete_from(corrections: Iterable[Correction], horizon: Micros) -> Micros:
    """Return from when on all of a sensor's readings are still stored.

    That is the raw horizon, or where readings from before it were shifted to, if that is later.
    """
    return max(
        [horizon, *(
            min(correction.end, horizon) + correction.shift
            for correction in corrections
            if correction.kind == "time" and correction.start < horizon
        )]
    )  # fmt: skip


def _shifted(
    since: Micros, until: Micros, times: Sequence[Correction]
) -> Iterator[tuple[Micros, Micros, Micros]]:
    """Yield stretches of stored readings, each with its shift."""
    for correction in times:
        start, end = max(since, correction.start), min(until, correction.end)
        if start < end:
            yield since, start, 0
            yield start, end, correction.shift
            since = end
    yield since, until, 0
