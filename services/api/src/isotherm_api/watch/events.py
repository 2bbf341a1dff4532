"""Problems of the system itself, open and ended, as pages; for administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm.instants import from_ms, to_datetime_clamped, to_micros
from isotherm_api.problem import Invalid
from isotherm_api.ranges import EARLIEST, LATEST, ms
from isotherm_api.watch.documents import worker_unavailable
from isotherm_api.watch.schemas import AlertKind

_EVENTS = """
WITH event AS (
    SELECT id, kind, since, count, detail, CASE WHEN kind = 'lost' THEN greatest(since, coalesce(
            (SELECT max(broker_drop.until) FROM broker_drop
             WHERE broker_drop.until BETWEEN alert.since AND coalesce(alert.until, now())), until))
        ELSE until END AS until
    FROM alert
)
SELECT *, extract(epoch FROM coalesce(until, now()) - since)::float8 AS seconds FROM event
WHERE ($1::timestamptz IS NULL OR until IS NULL OR until >= $1)
    AND ($2::timestamptz IS NULL OR since < $2)
    AND ($3::text[] IS NULL OR kind = ANY($3))
    AND ($4::timestamptz IS NULL OR (since, id) < ($4, $5::bigint))
ORDER BY since DESC, id DESC LIMIT $6
"""

Key = tuple[int, int]
"""When an event began, in microseconds since 1970, and its id."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The events to find: those that were open at some time of the range; None is no bound."""

    start: datetime | None
    end: datetime | None
    kinds: Sequence[AlertKind] | None

    @classmethod
    def of(cls, start: int | None, end: int | None, kinds: Sequence[AlertKind] | None) -> "Wanted":
        """Return the filter of a request, times in ms; raise Invalid if they make no range."""
        for field, value in (("from", start), ("to", end)):
            if value is not None and not EARLIEST <= value <= LATEST:
                raise Invalid.field(field, "is not a supported time in milliseconds since 1970")
        if start is not None and end is not None and end <= start:
            raise Invalid.field("from", "must be before to")
        begin = None if start is None else from_ms(start)
        return cls(begin, None if end is None else from_ms(end), kinds or None)

    def contains(self, kind: str, since: datetime) -> bool:
        """Return whether an open event is among them."""
        wanted = self.kinds is None or kind in self.kinds
        return wanted and (self.end is None or since < self.end)


async def load_events(
    connection: Connection, wanted: Wanted, before: Key | None, limit: int
) -> list[asyncpg.Record]:
    """Return up to `limit` events that began before a key, newest first."""
    since = None if before is None else to_datetime_clamped(before[0])
    row_id = None if before is None else before[1]
    return await connection.fetch(
        _EVENTS, wanted.start, wanted.end, wanted.kinds, since, row_id, limit
    )


def key_of(row: asyncpg.Record) -> Key:
    """Return the key of an event in a cursor."""
    return to_micros(row["since"]), row["id"]


def event(row: asyncpg.Record) -> dict[str, Any]:
    """Build the document of an event."""
    return {
        "kind": row["kind"],
        "since": ms(row["since"]),
        "until": ms(row["until"]),
        "seconds": max(0, round(row["seconds"])),
        "count": row["count"],
        "detail": row["detail"],
    }


def unwatched(broker_row: asyncpg.Record, wanted: Wanted) -> list[dict[str, Any]]:
    """Return the event that nobody watches, if that is so now and if it is wanted."""
    alert = worker_unavailable(broker_row)
    if broker_row["fresh"] or not wanted.contains(alert["kind"], broker_row["seen_at"]):
        return []
    return [alert | {"seconds": max(0, round(broker_row["seen_age_s"]))}]
