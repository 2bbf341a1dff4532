"""Differences in the books, noted while they last: a row, an ERROR in the log once, an end."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from isotherm_worker.jobs import Connection

log = logging.getLogger(__name__)

_OPEN = """
SELECT id, kind, hour, day, expected, found FROM ledger_difference
WHERE until IS NULL AND kind = ANY($1::text[]) AND ($2::date IS NULL OR day = $2)
"""
_NEW = """
INSERT INTO ledger_difference (kind, hour, day, expected, found, since)
VALUES ($1, $2, $3, $4, $5, now())
"""
_CHANGED = "UPDATE ledger_difference SET expected = $2, found = $3 WHERE id = $1"
_OVER = "UPDATE ledger_difference SET until = now() WHERE id = $1"


@dataclass(slots=True, frozen=True)
class Difference:
    """An hour of receipt where two counts that must be equal are not; `day` is of rows only."""

    kind: str
    hour: datetime
    day: date | None
    expected: int
    found: int

    @property
    def place(self) -> tuple[str, datetime, date | None]:
        """What it is about, whatever the numbers."""
        return self.kind, self.hour, self.day


async def keep(
    connection: Connection,
    kinds: Iterable[str],
    seen: Iterable[Difference],
    day: date | None = None,
) -> None:
    """Notes what was seen, of these kinds and this day; what was noted and is not seen is over."""
    rows = await connection.fetch(_OPEN, list(kinds), day)
    known = {(row["kind"], row["hour"], row["day"]): row for row in rows}
    for each in seen:
        row = known.pop(each.place, None)
        if row is None:
            await connection.execute(_NEW, *each.place, each.expected, each.found)
            log.error("the books do not balance", extra=_told(each))
        elif (row["expected"], row["found"]) != (each.expected, each.found):
            await connection.execute(_CHANGED, row["id"], each.expected, each.found)
    for row in known.values():
        await connection.execute(_OVER, row["id"])
        log.info("the books balance again", extra={"hour": row["hour"].isoformat()})


def _told(each: Difference) -> dict[str, object]:
    return {
        "kind": each.kind,
        "hour": each.hour.isoformat(),
        "day": None if each.day is None else each.day.isoformat(),
        "expected": each.expected,
        "found": each.found,
    }
