"""Hours and days of the rolled-up part of a range, and which of them hold excursions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isotherm import zones
from isotherm.database import Connection
from isotherm.history.asking import Question
from isotherm.history.excursions import SIDES, Side
from isotherm.history.sums import NAMES, PACKED, Sums, Verdicts
from isotherm.instants import Micros, Times, from_postgres, to_datetime
from isotherm.spans import Span
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import Summary
from isotherm_api.history.rolled import rolled_arguments, sql_rolled
from isotherm_api.history.split import Split, whole_days

Mask = NDArray[np.bool_]
_WITH_TIMES = (
    f"SELECT string_agg(timestamptz_send(at), ''::bytea ORDER BY at),"
    f" string_agg({PACKED}, ''::bytea ORDER BY at)"
)
_COLUMNS = ", ".join(NAMES)
_WHOLE = f"{_WITH_TIMES} FROM ({sql_rolled(_COLUMNS)}) x"
_OF_SPANS = """
SELECT hour AS at, {columns} FROM unnest($2::timestamptz[], $3::timestamptz[]) d (since, until)
JOIN reading_hour ON sensor_id = $1 AND hour >= since AND hour < until"""
_HOURS = f"{_WITH_TIMES} FROM ({_OF_SPANS.format(columns=_COLUMNS)}) x"


@dataclass(frozen=True, slots=True)
class Bins:
    """Hours, or days and the hours around them, that have a reading or into which one holds."""

    at: Times
    sums: Sums

    def __len__(self) -> int:
        return len(self.at)

    def between(self, span: Span) -> "Bins":
        """Return those that begin within a span."""
        first, last = np.searchsorted(self.at, span)
        return Bins(self.at[first:last], self.sums.pick(np.arange(first, last)))

    def entering(self, side: Side, before: int) -> Verdicts:
        """Return the last judgement before each; that before all of them is `before`."""
        last: Verdicts = getattr(self.sums, f"last_{side}")
        judged = np.where(last >= 0, np.arange(len(last)), -1)
        latest = np.concatenate([[-1], np.maximum.accumulate(judged)[:-1]]) if len(last) else judged
        entering: Verdicts = np.where(latest >= 0, last[latest], before).astype(np.int8)
        return entering


@dataclass(frozen=True, slots=True)
class Plan:
    """Which of some bins hold excursions; the judgement before each of them, of either side."""

    entering: dict[Side, Verdicts]
    touched: Mask
    """Whether an excursion begins, ends or goes on in it."""
    detailed: Mask
    """Whether more happens in it than that one goes on through all of it."""

    @classmethod
    def of(cls, bins: Bins, before: dict[Side, int]) -> "Plan":
        """Return the plan of bins; `before` are the last judgements before all of them."""
        entering = {side: bins.entering(side, before[side]) for side in SIDES}
        touched, detailed = np.zeros(len(bins), np.bool_), np.zeros(len(bins), np.bool_)
        for side in SIDES:
            first, last, times = (
                getattr(bins.sums, name)
                for name in (f"first_{side}", f"last_{side}", f"{side}_times")
            )
            entered = entering[side] == 1
            mine = (times > 0) | entered
            through = entered & ((first < 0) | ((first == 1) & (last == 1) & (times == 1)))
            touched |= mine
            detailed |= mine & ~through
        return cls(entering, touched, detailed)

    def newest(self) -> list[int]:
        """Return the indices of the bins that hold excursions, newest first."""
        indices: list[int] = np.nonzero(self.touched)[0][::-1].tolist()
        return indices

    def before(self, index: int) -> dict[Side, int]:
        """Return the last judgements before a bin."""
        return {side: int(self.entering[side][index]) for side in SIDES}


def whole_bins(frame: Frame, cuts: Split) -> Summary[Bins]:
    """Return the question for the rolled-up part, by day and by hour around the days."""
    sensor = frame.sensor
    arguments = rolled_arguments(sensor.id, cuts.rolled, sensor.time_zone, days=True)
    return Summary(Question(_WHOLE, tuple(arguments), 2), _decode)


async def load_hours(connection: Connection, frame: Frame, spans: Sequence[Span]) -> Bins:
    """Load the hours of some spans that do not overlap."""
    since, until = ([to_datetime(span[end]) for span in spans] for end in (0, 1))
    return _decode(tuple(await connection.fetchrow(_HOURS, frame.sensor.id, since, until) or ()))


def days_of(bins: Bins, span: Span, zone: str) -> Mask:
    """Return which bins of a rolled-up span are days."""
    here = zones.zone(zone)
    first, last = whole_days(span, zone)
    if last <= first:
        return np.zeros(len(bins), np.bool_)
    days: Mask = (bins.at >= zones.midnight(first, here)) & (bins.at < zones.midnight(last, here))
    return days


def end_of(at: Micros, zone: str, *, day: bool) -> Micros:
    """Return the end of the day or hour that begins at an instant."""
    here = zones.zone(zone)
    if not day:
        return zones.next_hour(at, here)
    [(_, _, until)] = zones.days(at, at + 1, here)
    return until


def _decode(answer: Sequence[Any]) -> Bins:
    at, packed = answer
    return Bins(from_postgres(np.frombuffer(at or b"", ">i8")), Sums.from_packed(packed))
