"""Documents of corrections, and how sentences and the audit log name them."""

from typing import Any

import asyncpg

from isotherm.instants import MILLISECOND
from isotherm_api.corrections.schemas import Correction
from isotherm_api.ranges import ms

WHAT = {
    "set_aside": "sets readings aside",
    "unit": "reads values in another unit",
    "time": "shifts readings in time",
}
"""What a correction of each kind does, in words."""


def correction(row: asyncpg.Record) -> Correction:
    """Build the document from a row of `queries`."""
    names = ("reason", "undone_by", "undone_by_name", "undo_reason")
    return Correction.model_validate(
        {
            "id": row["id"],
            **_what(row),
            **{name: row[name] for name in names},
            "by": row["made_by"],
            "by_name": row["made_by_name"],
            "at": ms(row["made_at"]),
            "undone_at": ms(row["undone_at"]),
        }
    )


def audited(row: asyncpg.Record) -> dict[str, Any]:
    """Return a correction as the audit log keeps it: what it does, and why it was made."""
    kept = {name: value for name, value in _what(row).items() if value is not None}
    return {"id": row["id"], **kept, "reason": row["reason"]}


def _what(row: asyncpg.Record) -> dict[str, Any]:
    shift_us = row["shift_us"]
    return {
        "kind": row["kind"],
        "from": ms(row["start"]),
        "to": ms(row["until"]),
        "read_as": row["read_as"],
        "sent_as": row["sent_as"],
        "shift_ms": None if shift_us is None else shift_us // MILLISECOND,
    }


def in_the_way(row: asyncpg.Record) -> str:
    """Return the sentence that names a correction which another one would overlap."""
    who = row["made_by_name"] or row["made_by"]
    return (
        f"A correction by {who} that {WHAT[row['kind']]} is already in force there"
        f" (\N{LEFT DOUBLE QUOTATION MARK}{row['reason']}\N{RIGHT DOUBLE QUOTATION MARK})."
    )
