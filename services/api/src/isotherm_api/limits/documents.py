"""Documents of limits, and the sentence for the second of two concurrent edits."""

import json
from collections.abc import Sequence
from typing import Any

import asyncpg

from isotherm.instants import to_ms
from isotherm.units import rounded
from isotherm_api.etag import etag
from isotherm_api.limits.schemas import Bounds, LimitsHistory, LimitsRecord
from isotherm_api.ranges import ms

SAID = ("low", "high", "min_duration_s", "hysteresis")
"""What limits say: columns of the table, and names in documents and in the audit log."""
_BEFORE_GRACE = {"min_duration_s": 0.0, "hysteresis": 0.0}


def limits_history(rows: Sequence[asyncpg.Record]) -> LimitsHistory:
    """Build the document from the rows of `queries.load_limits`."""
    items = [
        {
            **{name: row[name] for name in (*SAID, "set_by", "set_by_name")},
            "since": ms(row["since"]),
            "set_at": ms(row["set_at"]),
        }
        for row in rows
    ]
    return LimitsHistory.model_validate({"items": items, "etag": limits_etag(rows)})


def limits_etag(rows: Sequence[asyncpg.Record]) -> str:
    """Return the entity tag of the list."""
    names = ("id", "since", *SAID, "set_by", "set_at")
    return etag([tuple(row[name] for name in names) for row in rows])


def limits_record(row: asyncpg.Record) -> LimitsRecord:
    """Build the document of a row of `queries.load_records`."""
    return LimitsRecord(
        at=to_ms(row["at"]),
        by=row["actor"],
        by_name=row["actor_name"],
        action="deleted" if row["action"] == "limits.remove" else "set",
        before=_recorded(row["before"]),
        after=_recorded(row["after"]),
        reason=row["reason"],
    )


def _recorded(state: str | None) -> Bounds | None:
    if state is None:
        return None
    return Bounds.model_validate({"since": None} | _BEFORE_GRACE | json.loads(state))


def raced(rows: Sequence[asyncpg.Record]) -> str:
    """Return the sentence that says who changed the limits last, and to what."""
    if not rows:
        return "Someone else removed these limits meanwhile."
    last = max(rows, key=lambda row: row["set_at"])
    said = f"{_in_words(last)}{_grace_in_words(last)}"
    return f"{last['set_by_name'] or last['set_by']} set {said} meanwhile."


def _grace_in_words(row: asyncpg.Record) -> str:
    """Return a row's least duration and hysteresis in words; empty if it has neither."""
    parts = []
    if row["min_duration_s"]:
        parts.append(f"a least duration of {row['min_duration_s']:g} s")
    if row["hysteresis"]:
        parts.append(f"a hysteresis of {_digits(row['hysteresis'])} °C")
    return f" with {' and '.join(parts)}" if parts else ""


def _in_words(row: asyncpg.Record) -> str:
    """Return the bounds of a row in words."""
    low, high = row["low"], row["high"]
    if low is None and high is None:
        return "no limits"
    if low is None or high is None:
        return f"from {_digits(low)} °C" if high is None else f"up to {_digits(high)} °C"
    return f"{_digits(low)} to {_digits(high)} °C"


def _digits(celsius: float) -> str:
    """Return a limit with all of its digits, and at least one decimal."""
    return repr(rounded(float(celsius)))


def audited(row: asyncpg.Record | None) -> dict[str, Any] | None:
    """Return a row of limits as the audit log keeps it."""
    if row is None:
        return None
    return {"since": ms(row["since"]), **{name: row[name] for name in SAID}}
