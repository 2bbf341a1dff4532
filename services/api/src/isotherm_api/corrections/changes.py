"""Making and undoing corrections; the router has checked the caller's role."""

from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm.history.corrections import Correction
from isotherm.instants import to_micros
from isotherm_api import audit, change
from isotherm_api.access import Access
from isotherm_api.corrections import documents, queries, schemas
from isotherm_api.corrections.wanted import Wanted, require_kept
from isotherm_api.problem import Conflict, FieldError, NotFound
from isotherm_api.visible import Visible


async def require_free(
    connection: Connection, access: Access, sensor: Visible, wanted: Wanted
) -> None:
    """Raise Conflict if another correction is in the way, or if the readings were dropped."""
    kept_from = await queries.read_complete_from(connection, sensor.id)
    require_kept(wanted.touched[0][0], kept_from, sensor.time_zone, "made")
    rows = await queries.load_overlapping(
        connection, access.caller.issuer, sensor.id, wanted.correction.kind, wanted.ranges()
    )
    if rows:
        raise Conflict(
            f"{documents.in_the_way(rows[0])} Undo it first, or choose other times.",
            errors=[FieldError("from", f"overlaps correction {rows[0]['id']}")],
        )


async def make(
    connection: Connection, access: Access, sensor: Visible, wanted: Wanted, now: datetime
) -> schemas.Correction:
    """Make a correction and return it; raise Conflict as `require_free` does."""
    await change.lock_sensor(connection, sensor.id)
    await require_free(connection, access, sensor, wanted)
    columns = wanted.columns() | {"made_by": access.caller.username}
    correction_id = await queries.insert_correction(connection, sensor.id, columns, now)
    row = await _read(connection, access, sensor, correction_id)
    await audit.insert(
        connection, access, "correction.make", str(sensor.reference), sensor.site_id,
        after=documents.audited(row), why=audit.Why(sensor.id, wanted.reason),
    )  # fmt: skip
    return documents.correction(row)


async def undo(
    connection: Connection,
    access: Access,
    sensor: Visible,
    correction_id: int,
    reason: str | None,
    now: datetime,
) -> schemas.Correction:
    """Undo a correction and return it; it is kept.

    Raises NotFound if the sensor has no such correction, Conflict if it is undone already or if
    readings that it touches were dropped.
    """
    await change.lock_sensor(connection, sensor.id)
    row = await _read_undoable(connection, access, sensor, correction_id)
    await queries.undo_correction(connection, correction_id, access.caller.username, reason, now)
    await audit.insert(
        connection, access, "correction.undo", str(sensor.reference), sensor.site_id,
        before=documents.audited(row), why=audit.Why(sensor.id, reason),
    )  # fmt: skip
    return documents.correction(await _read(connection, access, sensor, correction_id))


async def load_undoable(
    connection: Connection, access: Access, sensor: Visible, correction_id: int
) -> Wanted:
    """Return a correction as it was wanted; raise as `undo` does."""
    row = await _read_undoable(connection, access, sensor, correction_id)
    correction = Correction(
        row["kind"],
        to_micros(row["start"]),
        to_micros(row["until"]),
        shift=row["shift_us"] or 0,
        read_as=row["read_as"] or "C",
        sent_as=row["sent_as"] or "C",
    )
    return Wanted(correction, row["reason"])


async def _read_undoable(
    connection: Connection, access: Access, sensor: Visible, correction_id: int
) -> asyncpg.Record:
    row = await _read(connection, access, sensor, correction_id)
    if row["undone_at"] is not None:
        who = row["undone_by_name"] or row["undone_by"]
        raise Conflict(f"{who} has undone this correction already.")
    kept_from = await queries.read_complete_from(connection, sensor.id)
    shift = min(0, row["shift_us"] or 0)
    require_kept(to_micros(row["start"]) + shift, kept_from, sensor.time_zone, "undone")
    return row


async def _read(
    connection: Connection, access: Access, sensor: Visible, correction_id: int
) -> asyncpg.Record:
    row = await queries.read_correction(connection, access.caller.issuer, sensor.id, correction_id)
    if row is None:
        raise NotFound(f"{sensor.reference} has no such correction.")
    return row
