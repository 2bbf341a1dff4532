"""Installations that would overlap another one: which, and the problem that names them.

The exclusion constraints decide. Asking for overlaps first, and again when a constraint refuses a
write, only serves to name the cause.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from isotherm.database import Connection
from isotherm_api.access import Access
from isotherm_api.installations import queries
from isotherm_api.installations.span import Span, span_of
from isotherm_api.problem import Conflict, FieldError

_ERRORS_IN_DETAIL = 3


def conflict(access: Access, rows: Sequence[asyncpg.Record], sensor_id: int | None) -> Conflict:
    """Return the problem that lists the overlapping installations of `rows`.

    The sensor of an installation at a site that the caller may not see is not named.
    """
    errors = [_error(access, row, sensor_id) for row in rows]
    listed = [
        {
            "sensor": f"{row['site']}/{row['sensor']}" if access.sees(row["site_id"]) else None,
            "device": row["device"],
            "channel": row["channel"],
            **span_of(row).document(),
        }
        for row in rows
    ]
    detail = "; ".join(error.message for error in errors[:_ERRORS_IN_DETAIL])
    return Conflict(f"{detail}.", errors=errors, more={"in_the_way": listed})


def begins_before(row: asyncpg.Record, span: Span) -> bool:
    """Return whether an installation began before a span, so that it can end where that begins."""
    if span.start is None:
        return False
    return row["start"] is None or bool(row["start"] < span.start)


@asynccontextmanager
async def naming_conflicts(
    connection: Connection,
    access: Access,
    channel_id: int,
    sensor_id: int,
    span: Span,
    except_id: int | None = None,
) -> AsyncIterator[None]:
    """Write inside a savepoint; turn a refusal by an exclusion constraint into `conflict`."""
    try:
        async with connection.transaction():
            yield
    except asyncpg.ExclusionViolationError:
        rows = await queries.load_overlapping(connection, channel_id, sensor_id, span, except_id)
        raise conflict(access, rows, sensor_id) from None


def _error(access: Access, row: asyncpg.Record, sensor_id: int | None) -> FieldError:
    span, channel = span_of(row), f"{row['device']}/{row['channel']}"
    since = f"since {span}" if span.end is None and span.start is not None else f"{span}"
    if row["sensor_id"] == sensor_id:
        return FieldError("sensor", f"The sensor is fed by {channel}, {since}")
    visible = access.sees(row["site_id"])
    fed = f"{row['site']}/{row['sensor']}" if visible else "a sensor of a site you may not see"
    return FieldError("channel", f"{channel} feeds {fed}, {since}")
