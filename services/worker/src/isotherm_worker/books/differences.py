"""Differences in the books: logged when they begin, and kept as rows until they are over."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from isotherm.database import Connection
from isotherm_worker.open_rows import reconcile

log = logging.getLogger(__name__)

_OPEN = """
SELECT id, kind, hour, day, expected, found FROM ledger_difference
WHERE until IS NULL AND kind = ANY($1::text[]) AND ($2::date IS NULL OR day = $2)
"""
_INSERT = """
INSERT INTO ledger_difference (kind, hour, day, expected, found, since)
VALUES ($1, $2, $3, $4, $5, now())
"""
_UPDATE = "UPDATE ledger_difference SET expected = $2, found = $3 WHERE id = $1"
_CLOSE = "UPDATE ledger_difference SET until = now() WHERE id = $1"


@dataclass(slots=True, frozen=True)
class Difference:
    """Two counts of an hour of receipt that must be equal and are not."""

    kind: str
    hour: datetime
    day: date | None
    """The UTC day the readings were measured on; only kind `rows` has one."""
    expected: int
    found: int


async def update_differences(
    connection: Connection,
    kinds: Iterable[str],
    differences: Iterable[Difference],
    day: date | None = None,
) -> None:
    """Make the open rows of these kinds, and of `day` if given, equal to `differences`."""
    open_rows = await connection.fetch(_OPEN, list(kinds), day)
    changes = reconcile(
        differences, open_rows, key=("kind", "hour", "day"), values=("expected", "found")
    )
    for new in changes.opened:
        await connection.execute(_INSERT, new.kind, new.hour, new.day, new.expected, new.found)
        log.error("the books do not balance", extra=_log_fields(new))
    for row_id, changed in changes.changed:
        await connection.execute(_UPDATE, row_id, changed.expected, changed.found)
    for row in changes.closed:
        await connection.execute(_CLOSE, row["id"])
        log.info("the books balance again", extra={"hour": row["hour"].isoformat()})


def _log_fields(difference: Difference) -> dict[str, object]:
    day = difference.day
    return {
        "kind": difference.kind,
        "hour": difference.hour.isoformat(),
        "day": None if day is None else day.isoformat(),
        "expected": difference.expected,
        "found": difference.found,
    }
