"""Changes of installations, and who may make them.

To give readings to a sensor, the caller has to be operator of the sensor's site and of the device's
home site (an administrator if the device has none). To take readings away, also by ending an
installation, operator of the sensor's site is enough.
"""

from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm_api import audit, change, plausibility
from isotherm_api.access import Access, Role, require
from isotherm_api.audit import State
from isotherm_api.hardware import Channel, require_room, role_for
from isotherm_api.installations import documents, overlaps, queries
from isotherm_api.installations.schemas import ChangedInstallation, Installation
from isotherm_api.installations.span import Span, checked, instant, span_of
from isotherm_api.installing import lock_installations
from isotherm_api.problem import Conflict, FieldError, Forbidden, NotFound
from isotherm_api.visible import Visible


async def add_installation(
    connection: Connection,
    access: Access,
    channel: Channel,
    sensor: Visible,
    span: Span,
    *,
    replace: bool,
) -> Installation:
    """Let a channel feed a sensor over a span; channel and device become known.

    With `replace`, installations that overlap the span and began before it end where it begins.
    Raises Conflict if others overlap it, if the sensor or its site is archived, if the channel is
    ignored, or if it has expired and its device has no room for it; Forbidden if the caller may not
    change the sensor.
    """
    require(sensor.role, Role.OPERATOR, sensor.reference.site)
    if sensor.archived:
        raise Conflict(
            f"{sensor.reference} is archived. Restore it first.",
            errors=[FieldError("sensor", "is archived; restore it first")],
        )
    if channel.state == "ignored":
        raise _ignored(channel.device.name, channel.name)
    if channel.expired:
        await require_room(connection, channel.device)
    await lock_installations(connection)
    overlapping = await queries.load_overlapping(connection, channel.id, sensor.id, span)
    replaced = [row for row in overlapping if replace and overlaps.begins_before(row, span)]
    for row in replaced:
        await _end(connection, access, row, span)
    if remaining := [row for row in overlapping if row not in replaced]:
        raise overlaps.conflict(access, remaining, sensor.id)
    async with overlaps.naming_conflicts(connection, access, channel.id, sensor.id, span):
        installation_id = await queries.insert_installation(connection, channel.id, sensor.id, span)
    await queries.update_to_known(connection, channel.id, channel.device.id)
    added = await _read(connection, sensor, installation_id)
    await _audit(connection, access, "installation.add", added, None, span.document())
    return documents.installation(added)


async def change_installation(
    connection: Connection,
    access: Access,
    sensor: Visible,
    installation_id: int,
    wanted: ChangedInstallation,
    now: datetime,
    if_match: str | None,
) -> Installation:
    """Move the ends of an installation of a sensor whose operator the caller is.

    Raises NotFound if the sensor has no such installation, Invalid for a span that `checked`
    refuses, Conflict if another installation overlaps it or if it would install an ignored channel
    now, and as `plausibility.require_installable` and `change.apply`.
    """
    await lock_installations(connection)

    async def write(before: asyncpg.Record) -> None:
        span = checked(_moved(before, wanted), now)
        if before["channel_state"] == "ignored" and (span.end is None or span.end > now):
            raise _ignored(before["device"], before["channel"])
        await _move(connection, access, before, span)
        await plausibility.require_installable(
            connection, before["channel_id"], before["sensor_id"], now
        )

    row = await change.apply(
        connection, access, _target(connection, sensor, installation_id), "installation.change",
        if_match, write=write,
        audited=lambda before, after: (documents.audited(before), documents.audited(after)),
    )  # fmt: skip
    return documents.installation(row)


async def remove_installation(
    connection: Connection,
    access: Access,
    sensor: Visible,
    installation_id: int,
    if_match: str | None,
) -> None:
    """Delete an installation of a sensor whose operator the caller is.

    Raises NotFound if the sensor has no such installation, and as `change.remove`.
    """
    await lock_installations(connection)
    await change.remove(
        connection, access, _target(connection, sensor, installation_id), "installation.remove",
        if_match, audited=documents.audited,
        delete=lambda _: queries.delete_installation(connection, installation_id),
    )  # fmt: skip


async def end_of_device(
    connection: Connection, access: Access, device_id: int, at: datetime
) -> None:
    """End the open installations of a removed device; those that begin later are deleted.

    Whoever may remove the device may do so, whatever their role at the sensors' sites.
    """
    await lock_installations(connection)
    for row in await queries.load_open_of_device(connection, device_id, at):
        if row["start"] is not None and row["start"] >= at:
            await queries.delete_installation(connection, row["id"])
            before = documents.audited(row)
            await _audit(connection, access, "installation.remove", row, before, None)
        else:
            await _end_at(connection, access, row, at)


def _ignored(device: str, channel: str) -> Conflict:
    return Conflict(
        f"{device}/{channel} is ignored: its readings are not stored. Restore it first."
    )


def _target(
    connection: Connection, sensor: Visible, installation_id: int
) -> change.Target[asyncpg.Record]:
    return change.Target(
        read=lambda: _read(connection, sensor, installation_id),
        etag=documents.installation_etag,
        raced=documents.raced,
        name=documents.target,
        site_id=lambda row: row["site_id"],
    )


async def _read(connection: Connection, sensor: Visible, installation_id: int) -> asyncpg.Record:
    row = await queries.read_installation(connection, installation_id)
    if row is None or row["sensor_id"] != sensor.id:
        raise NotFound(f"There is no such installation of {sensor.reference}.")
    return row


def _moved(before: asyncpg.Record, wanted: ChangedInstallation) -> Span:
    """Return the span with the ends that were sent."""
    span, sent = span_of(before), wanted.model_fields_set
    return Span(
        instant(wanted.from_) if "from_" in sent else span.start,
        instant(wanted.to) if "to" in sent else span.end,
    )


async def _move(connection: Connection, access: Access, before: asyncpg.Record, span: Span) -> None:
    if span.wider_than(span_of(before)) and role_for(access, before["home_id"]) is None:
        raise Forbidden(
            f"This also needs operator at the home site of {before['device']}"
            " (an administrator if it has none)."
        )
    removed_at = before["removed_at"]
    if removed_at is not None and (span.end is None or span.end > removed_at):
        raise Conflict(f"{before['device']} was removed. Restore it first.")
    key = (before["channel_id"], before["sensor_id"], span, before["id"])
    if overlapping := await queries.load_overlapping(connection, *key):
        raise overlaps.conflict(access, overlapping, before["sensor_id"])
    async with overlaps.naming_conflicts(connection, access, *key):
        await queries.update_span(connection, before["id"], span)


async def _end(connection: Connection, access: Access, row: asyncpg.Record, span: Span) -> None:
    """End an installation where a span begins, if the caller may change its sensor."""
    role = access.role_at(row["site_id"])
    if role is None:
        raise overlaps.conflict(access, [row], None)
    require(role, Role.OPERATOR, row["site"])
    await _end_at(connection, access, row, span.start)


async def _end_at(
    connection: Connection, access: Access, row: asyncpg.Record, at: datetime | None
) -> None:
    ended = Span(row["start"], at)
    await queries.update_span(connection, row["id"], ended)
    await _audit(
        connection, access, "installation.change", row, documents.audited(row), ended.document()
    )


async def _audit(
    connection: Connection,
    access: Access,
    action: str,
    row: asyncpg.Record,
    before: State | None,
    after: State | None,
) -> None:
    target = documents.target(row)
    await audit.insert(
        connection, access, action, target, row["site_id"], before=before, after=after
    )
