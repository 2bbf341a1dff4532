"""Lets a channel feed a sensor, ends that, and keeps the rules of both.

Giving a sensor readings takes an operator of its site who is operator of the device's home site as
well (an administrator, where it has none). Taking readings away, also by ending what feeds it,
takes an operator of the sensor's site. The exclusion constraints are the truth; what they would
refuse is said with the name of what is in the way.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from isotherm_api import audit
from isotherm_api.access import Access, Role, Visible, require
from isotherm_api.database import Connection
from isotherm_api.hardware import Channel, role_for
from isotherm_api.installations import queries
from isotherm_api.installations.schemas import Installation
from isotherm_api.installations.span import Span
from isotherm_api.problem import Conflict, FieldError, Forbidden


async def install(
    connection: Connection,
    access: Access,
    channel: Channel,
    sensor: Visible,
    span: Span,
    *,
    replace: bool,
) -> Installation:
    """The channel feeds the sensor over a span; both become known.

    With `replace`, what began before the span and reaches into it is ended where the span begins.
    Raises Conflict where something is in the way, Forbidden where the caller may not.
    """
    require(sensor.role, Role.OPERATOR, sensor.reference.site)
    await queries.lock(connection)
    found = await queries.overlapping(connection, channel.id, sensor.id, span)
    if replace:
        for row in found:
            if _feeds_before(row, span):
                await _end(connection, access, row, span)
        found = [row for row in found if not _feeds_before(row, span)]
    if found:
        raise in_the_way(access, found, sensor.id)
    async with _told(connection, access, channel.id, sensor.id, span):
        added = await queries.add(connection, channel.id, sensor.id, span)
    await _known(connection, channel)
    row = await _present(connection, added)
    await _note(connection, access, "installation.add", row, before=None, after=span)
    return queries.document(row)


async def change(
    connection: Connection, access: Access, row: asyncpg.Record, span: Span
) -> Installation:
    """Moves an installation's ends; needs the lock, under which the row was read."""
    before = queries.span_of(row)
    if span.wider_than(before):
        _require_device(access, row)
    found = await queries.overlapping(
        connection, row["channel_id"], row["sensor_id"], span, row["id"]
    )
    if found:
        raise in_the_way(access, found, row["sensor_id"])
    async with _told(connection, access, row["channel_id"], row["sensor_id"], span, row["id"]):
        await queries.change(connection, row["id"], span)
    await _note(connection, access, "installation.change", row, before=before, after=span)
    return queries.document(await _present(connection, row["id"]))


async def remove(connection: Connection, access: Access, row: asyncpg.Record) -> None:
    """Takes an installation away."""
    await queries.remove(connection, row["id"])
    before = queries.span_of(row)
    await _note(connection, access, "installation.remove", row, before=before, after=None)


def in_the_way(access: Access, rows: Sequence[asyncpg.Record], sensor: int) -> Conflict:
    """The problem of installations that would overlap, each told as far as the caller may see."""
    errors = [_error(access, row, sensor) for row in rows]
    listed = [
        {
            "sensor": f"{row['site']}/{row['sensor']}" if access.sees(row["site_id"]) else None,
            "device": row["device"],
            "channel": row["channel"],
            **queries.span_of(row).document(),
        }
        for row in rows
    ]
    detail = "; ".join(f"{each.message}" for each in errors[:3])
    return Conflict(f"{detail}.", errors=errors, more={"in_the_way": listed})


def _error(access: Access, row: asyncpg.Record, sensor: int) -> FieldError:
    span, source = queries.span_of(row), f"{row['device']}/{row['channel']}"
    since = f"since {span}" if span.end is None and span.start is not None else f"{span}"
    if row["sensor_id"] == sensor:
        return FieldError("sensor", f"The sensor is fed by {source}, {since}")
    seen = access.sees(row["site_id"])
    where = f"{row['site']}/{row['sensor']}" if seen else "a sensor of a site you may not see"
    return FieldError("channel", f"{source} feeds {where}, {since}")


def _feeds_before(row: asyncpg.Record, span: Span) -> bool:
    """Whether it can end where the span begins, and still is something."""
    if span.start is None:
        return False
    return row["start"] is None or bool(row["start"] < span.start)


async def _end(connection: Connection, access: Access, row: asyncpg.Record, span: Span) -> None:
    role = access.role_at(row["site_id"])
    if role is None:
        raise in_the_way(access, [row], -1)
    require(role, Role.OPERATOR, row["site"])
    before = queries.span_of(row)
    ended = Span(before.start, span.start)
    await queries.change(connection, row["id"], ended)
    await _note(connection, access, "installation.change", row, before=before, after=ended)


def _require_device(access: Access, row: asyncpg.Record) -> None:
    if role_for(access, row["home_id"]) is None:
        raise Forbidden(
            f"This needs operator at the home site of {row['device']} as well"
            " (an administrator, where it has none)."
        )


@asynccontextmanager
async def _told(
    connection: Connection,
    access: Access,
    channel: int,
    sensor: int,
    span: Span,
    but: int | None = None,
) -> AsyncIterator[None]:
    """Turns what the exclusion constraints refuse into a problem that names it."""
    try:
        async with connection.transaction():
            yield
    except asyncpg.ExclusionViolationError:
        found = await queries.overlapping(connection, channel, sensor, span, but)
        raise in_the_way(access, found, sensor) from None


async def _known(connection: Connection, channel: Channel) -> None:
    """Neither is proposed any more."""
    await connection.execute(
        "UPDATE channel SET state = 'known' WHERE id = $1 AND state <> 'known'", channel.id
    )
    await connection.execute(
        "UPDATE device SET state = 'known' WHERE id = $1 AND state <> 'known'", channel.device.id
    )


async def _present(connection: Connection, installation: int) -> asyncpg.Record:
    row = await queries.one(connection, installation)
    if row is None:
        raise RuntimeError("the transaction has lost its own installation")
    return row


async def _note(
    connection: Connection,
    access: Access,
    action: str,
    row: asyncpg.Record,
    *,
    before: Span | None,
    after: Span | None,
) -> None:
    target = f"{row['site']}/{row['sensor']}: {row['device']}/{row['channel']}"
    await audit.insert(
        connection,
        access,
        action,
        target,
        row["site_id"],
        before=None if before is None else before.document(),
        after=None if after is None else after.document(),
    )
