"""Rows of limits and intervals as the API says them, and the words of those who raced."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from isotherm_api.etag import etag
from isotherm_api.judging.schemas import IntervalHistory, LimitsHistory
from isotherm_api.ranges import ms


def limits(rows: Sequence[asyncpg.Record]) -> LimitsHistory:
    """Rows of `queries.limits`."""
    items = [
        {
            **{name: row[name] for name in ("low", "high", "set_by", "set_by_name")},
            "since": ms(row["since"]),
            "set_at": ms(row["set_at"]),
        }
        for row in rows
    ]
    tag = etag([(r["id"], r["since"], r["low"], r["high"], r["set_by"], r["set_at"]) for r in rows])
    return LimitsHistory.model_validate({"items": items, "etag": tag})


def interval(row: asyncpg.Record, dated: Sequence[asyncpg.Record]) -> IntervalHistory:
    """Rows of `queries.interval` and `queries.intervals`."""
    items = [{"since": ms(each["since"]), "interval_s": each["interval_s"]} for each in dated]
    return IntervalHistory.model_validate(
        {**row, "items": items, "etag": etag(row["set_s"], row["learned_s"], items)}
    )


def raced(rows: Sequence[asyncpg.Record]) -> str:
    """What the last one to change some limits made of them."""
    if not rows:
        return "Somebody took these limits away meanwhile."
    last = max(rows, key=lambda row: row["set_at"])
    return f"{last['set_by_name'] or last['set_by']} set {said(last)} meanwhile."


def said(row: asyncpg.Record) -> str:
    """A row's bounds in words."""
    low, high = row["low"], row["high"]
    if low is None and high is None:
        return "no limits"
    if low is None or high is None:
        return f"from {low:.1f} °C" if high is None else f"up to {high:.1f} °C"
    return f"{low:.1f} to {high:.1f} °C"


def audited(row: asyncpg.Record | None) -> dict[str, Any] | None:
    """A row of limits as the audit keeps it."""
    if row is None:
        return None
    return {"since": ms(row["since"]), "low": row["low"], "high": row["high"]}
