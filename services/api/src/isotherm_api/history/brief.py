"""What a series needs of rollups: a few sums of each hour or day, the gaps and the faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from struct import Struct
from typing import Any

import numpy as np

from isotherm.history.asking import Question
from isotherm.history.rules import Numbers
from isotherm.history.sums import Counts
from isotherm.instants import Times, from_postgres, from_postgres_one, to_datetime
from isotherm.spans import Span, merge
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import Summary
from isotherm_api.history.rolled import rolled_arguments, sql_rolled
from isotherm_api.history.split import Split

MAX_SPANS = 4000
"""The longest gaps, and runs of faults, that are listed; more could not be told apart."""

_SUMS = np.dtype(
    [
        ("at", ">i8"), ("n", ">i4"), ("uncounted", ">i4"), ("total", ">f8"), ("least", ">f8"),
        ("most", ">f8"), ("covered_s", ">f8"),
    ]
)  # fmt: skip
_SPAN = Struct(">qq")
_GAPS = f"""
SELECT since, coalesce(until, 'infinity') AS until, count(*) OVER () AS total FROM gap
WHERE sensor_id = $1 AND since < $5 AND (until IS NULL OR until > $9)
  -- only the last gap that begins before the range can reach into it
  AND since >= coalesce(
      (SELECT max(b.since) FROM gap b WHERE b.sensor_id = $1 AND b.since <= $9), $9)
ORDER BY least(coalesce(until, $5), $5) - greatest(since, $9) DESC LIMIT {MAX_SPANS}"""
_FAULTS = f"""
SELECT since, until FROM fault WHERE sensor_id = $1 AND since >= $2 AND since < $5
ORDER BY since DESC LIMIT {MAX_SPANS}"""
_PACKED_SPANS = (
    "string_agg(timestamptz_send(since) || timestamptz_send(until), ''::bytea ORDER BY since)"
)
_BRIEF = f"""
SELECT (SELECT string_agg(
            timestamptz_send(at) || int4send(n) || int4send(uncounted) || float8send(total)
            || float8send(coalesce(least, 'NaN')) || float8send(coalesce(most, 'NaN'))
            || float8send(covered_s), ''::bytea ORDER BY at)
        FROM ({sql_rolled("n, uncounted, total, least, most, covered_s")}) x) AS sums,
       gaps.packed AS gaps, gaps.total, faults.packed AS faults
FROM (SELECT {_PACKED_SPANS} AS packed, coalesce(max(total), 0) AS total FROM ({_GAPS}) g) gaps
CROSS JOIN (SELECT {_PACKED_SPANS} AS packed FROM ({_FAULTS}) f) faults"""


@dataclass(frozen=True, slots=True)
class Brief:
    """Sums of each hour or day, by its beginning, and the spans among them."""

    at: Times
    n: Counts
    uncounted: Counts
    total: Numbers
    least: Numbers
    most: Numbers
    covered_s: Numbers
    gaps: list[Span]
    """The longest gaps from the beginning of the range on; one that goes on ends with the hours."""
    gaps_total: int
    faults: list[Span]


def brief(frame: Frame, cuts: Split, *, days: bool) -> Summary[Brief]:
    """Return the question for the hours of the rolled-up part, or its days and the hours around."""
    sensor, since = frame.sensor, cuts.before[0]
    arguments = rolled_arguments(sensor.id, cuts.rolled, sensor.time_zone, days=days)
    question = Question(_BRIEF, (*arguments, to_datetime(since)), 4)
    return Summary(question, partial(_decode, (since, cuts.rolled[1])))


def _decode(span: Span, answer: Sequence[Any]) -> Brief:
    """Return the answer in time order, its gaps clipped to a span."""
    sums, gaps, gaps_total, faults = answer
    rows = np.frombuffer(sums or b"", _SUMS)
    start, end = span
    return Brief(
        at=from_postgres(rows["at"]),
        n=rows["n"].astype(np.int64),
        uncounted=rows["uncounted"].astype(np.int64),
        total=rows["total"].astype(np.float64),
        least=rows["least"].astype(np.float64),
        most=rows["most"].astype(np.float64),
        covered_s=rows["covered_s"].astype(np.float64),
        gaps=[(max(start, since), min(end, until)) for since, until in _spans(gaps)],
        gaps_total=gaps_total,
        faults=merge(_spans(faults)),
    )


def _spans(packed: bytes | None) -> list[Span]:
    return [
        (from_postgres_one(since), from_postgres_one(until))
        for since, until in _SPAN.iter_unpack(packed or b"")
    ]
