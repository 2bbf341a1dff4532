"""The document of a sensor's interval."""

from collections.abc import Sequence

import asyncpg

from isotherm.instants import to_ms
from isotherm_api.etag import etag
from isotherm_api.interval.schemas import DatedInterval, IntervalHistory, Observed
from isotherm_api.ranges import ms

_BELIEVED_S = 1.0
"""Worker learns no interval from a shorter cadence."""
_MUCH = 1.5
"""Intervals contradict each other if one is at least this many times the other."""


def interval_history(row: asyncpg.Record, dated: Sequence[asyncpg.Record]) -> IntervalHistory:
    """Build the document from the rows of `read_interval` and `load_intervals`."""
    items = [{"since": ms(entry["since"]), "interval_s": entry["interval_s"]} for entry in dated]
    set_s, learned_s = row["set_s"], row["learned_s"]
    observed = _observed(row)
    seen_s = observed.usual_s if observed is not None and observed.too_fast else learned_s
    return IntervalHistory(
        set_s=set_s,
        learned_s=learned_s,
        observed=observed,
        contradicted=_differ(set_s, seen_s),
        items=[DatedInterval.model_validate(item) for item in items],
        # not of what was observed: it changes while a person is changing the interval
        etag=etag(set_s, learned_s, items),
    )


def _observed(row: asyncpg.Record) -> Observed | None:
    if row["usual_s"] is None:
        return None
    return Observed(
        **{name: row[name] for name in ("usual_s", "heartbeat_s", "messages", "span_s")},
        too_fast=row["usual_s"] < _BELIEVED_S,
        at=to_ms(row["learned_at"]),
    )


def _differ(set_s: float | None, seen_s: float | None) -> bool:
    if set_s is None or seen_s is None:
        return False
    return not 1 / _MUCH < seen_s / set_s < _MUCH
