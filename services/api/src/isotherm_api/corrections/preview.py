"""What a correction would change: figures of the times that it touches, before and after.

Both are computed from readings, as statistics of those times would be.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from isotherm.database import Connection
from isotherm.history.corrections import Correction
from isotherm.history.excursions import SIDES
from isotherm.history.grace import Known
from isotherm.history.segments import cut_segments, decode_corrections, decode_installed
from isotherm.history.summing import sum_up
from isotherm.history.sums import Sums, seconds, times_beyond
from isotherm.instants import Times, to_datetime, to_micros
from isotherm.spans import Span
from isotherm_api.corrections import queries
from isotherm_api.corrections.schemas import Figures, Preview
from isotherm_api.corrections.wanted import Wanted
from isotherm_api.history.frame import Frame
from isotherm_api.history.frames import load_frame
from isotherm_api.history.known import load_known
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.problem import Invalid
from isotherm_api.visible import Visible

MOST_READINGS = 2_000_000
"""Stored readings that a preview reads at most."""
_AROUND = timedelta(days=366)
"""No reading holds longer."""


async def build_preview(
    connection: Connection,
    sensor: Visible,
    wanted: Wanted,
    now: datetime,
    days: PartitionDays,
    *,
    undo: bool = False,
) -> Preview:
    """Return what a correction of a sensor would change, or what undoing it would.

    Raises Invalid if it is too long.
    """
    frame = await load_frame(connection, sensor, wanted.whole, now, days)
    without, with_ = await _frames(connection, frame, wanted.correction, now)
    before, after = (with_, without) if undo else (without, with_)
    await _require_few(connection, [before, after], wanted)
    parts = [_edges(part, wanted.correction) for part in wanted.touched]
    # what counts as an excursion at this distance is decided by readings before the part
    known = await load_known(
        connection, frame, [start - frame.rules.longest for start, _ in wanted.touched]
    )
    sums = await _sum_up(connection, before, parts, known)
    changed = await _sum_up(connection, after, parts, known)
    # what was shifted is where it was stored only once that is undone
    stored = changed if undo and wanted.correction.kind == "time" else sums
    within = [
        part.pick(wanted.correction.holds(edges[:-1]))
        for part, edges in zip(stored, parts, strict=True)
    ]
    counting = sum(int(part.n.sum()) for part in within)
    return Preview(
        readings=counting + sum(int(part.uncounted.sum()) for part in within),
        counting=counting,
        before=figures(sums),
        after=figures(changed),
    )


async def _frames(
    connection: Connection, frame: Frame, correction: Correction, now: datetime
) -> list[Frame]:
    """Return a frame without and with a correction, whether it has been made or not."""
    first, last = frame.span.start - _AROUND, min(frame.span.end + _AROUND, now)
    row = await queries.read_segments(connection, frame.sensor.id, first, last)
    installed, made = decode_installed(row["installed"]), decode_corrections(row["corrections"])
    others = [other for other in made if other != correction]
    bounds = to_micros(first), to_micros(last) + 1
    return [
        replace(frame, segments=cut_segments(installed, corrections, *bounds))
        for corrections in (others, [*others, correction])
    ]


async def _require_few(connection: Connection, frames: Sequence[Frame], wanted: Wanted) -> None:
    for frame in frames:
        left = MOST_READINGS
        for segment in frame.segments:
            for start, end in wanted.touched:
                since = max(segment.start, to_datetime(start)) - segment.shift
                until = min(segment.end, to_datetime(end)) - segment.shift
                if since < until:
                    left -= await queries.count_readings(
                        connection, segment.channel, since, until, left + 1
                    )
                if left < 0:
                    raise Invalid.field(
                        "from", f"a preview covers at most {MOST_READINGS:,} readings"
                    )


async def _sum_up(
    connection: Connection, frame: Frame, parts: Sequence[Times], known: Sequence[Known | None]
) -> list[Sums]:
    """Return the sums of some ranges; `known` is what went on before each, if limits have grace."""
    return [
        sum_up(await frame.load_window(connection, edges, known=before, judge_lead=True))
        for edges, before in zip(parts, known, strict=True)
    ]


def _edges(part: Span, correction: Correction) -> Times:
    """Return where a part begins and ends, and where the correction does in between."""
    inside = [at for at in (correction.start, correction.end) if part[0] < at < part[1]]
    return np.array([part[0], *inside, part[1]], np.int64)


def figures(parts: Iterable[Sums]) -> Figures:
    """Return the figures of the sums of ranges; an excursion counts in each that it touches."""
    listed = list(parts)
    sums = Sums.joined(listed)
    n, known_s = int(sums.n.sum()), seconds(sums.known_s)
    mean = float(sums.integral.sum()) / known_s if known_s > 0 else None
    if mean is None and n:
        mean = float(sums.total.sum()) / n
    return Figures(
        counting=n,
        min=float(np.nanmin(sums.least)) if n else None,
        max=float(np.nanmax(sums.most)) if n else None,
        mean=mean,
        excursions=sum(_times(part, side) for part in listed for side in SIDES),
        seconds=sum(seconds(getattr(sums, f"{side}_s")) for side in SIDES),
    )


def _times(sums: Sums, side: str) -> int:
    names = f"{side}_times", f"first_{side}", f"last_{side}"
    return times_beyond(*(getattr(sums, name) for name in names))
