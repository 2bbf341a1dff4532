"""Removing devices: deleted if nothing of them was ever stored, otherwise marked as removed.

The channels and readings of a removed device stay with the sensors that they fed. Its password is
forgotten for good, so a restored device needs a new one.
"""

from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm.instants import from_ms, to_ms
from isotherm_api import audit, hardware
from isotherm_api.access import Access, Role
from isotherm_api.devices import documents, queries
from isotherm_api.etag import require_match
from isotherm_api.installations import changes as installations


async def remove_device(
    connection: Connection, access: Access, name: str, if_match: str | None, now: datetime
) -> None:
    """Delete or remove a device, and end its installations.

    Raises as `hardware.device`, Conflict if it is removed already, and as `change.remove`.
    """
    device = await hardware.device(connection, access, name, Role.MANAGER, lock=True)
    before = await queries.read_device(connection, device.id)
    require_match(if_match, documents.device_etag(before), documents.raced(name))
    hardware.require_present(device)
    # to the millisecond, as all times that people set
    at = from_ms(to_ms(now))
    if await queries.delete_device(connection, device.id):
        after = None
    else:
        await installations.end_of_device(connection, access, device.id, at)
        await queries.update_removed(connection, device.id, at)
        after = {"removed": to_ms(at)}
    await audit.insert(
        connection, access, "device.remove", name, device.site_id,
        before=documents.audited_whole(before), after=after,
    )  # fmt: skip


async def restore(connection: Connection, before: asyncpg.Record) -> None:
    """Show a removed device again; its installations stay ended."""
    if before["removed_at"] is not None:
        await queries.update_removed(connection, before["id"], None)
