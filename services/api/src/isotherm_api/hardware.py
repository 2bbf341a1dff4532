"""Lookup of the device or channel that a request names, if the caller may see it."""

from dataclasses import dataclass

from isotherm.database import Connection
from isotherm.names import MOST_CHANNELS, is_device_name
from isotherm.units import Unit
from isotherm_api.access import Access, Role, require
from isotherm_api.problem import Conflict, NotFound

_USED = (
    "SELECT count(*) FROM channel"
    " WHERE device_id = $1 AND expired_at IS NULL AND state <> 'ignored'"
)
_DEVICE = "SELECT id, site_id, removed_at FROM device WHERE name = $1"


@dataclass(frozen=True, slots=True)
class Device:
    """A device, with the caller's role for it."""

    id: int
    name: str
    site_id: int | None
    role: Role
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel of a device that the caller may see."""

    id: int
    name: str
    state: str
    unit: Unit | None
    expired: bool
    device: Device


def role_for(access: Access, site_id: int | None) -> Role | None:
    """Return the caller's role for devices of a home site; None if they may not see them.

    Operators see a site's devices; only administrators see devices without a home site.
    """
    if site_id is None:
        return Role.MANAGER if access.admin else None
    role = access.role_at(site_id)
    return role if role is not None and role >= Role.OPERATOR else None


async def device(
    connection: Connection,
    access: Access,
    name: str,
    least: Role = Role.OPERATOR,
    *,
    lock: bool = False,
) -> Device:
    """Read a device by name; with `lock`, lock it until the transaction ends.

    Raises NotFound if the caller may not see it, Forbidden if their role is lower than `least`.
    """
    row = None
    if is_device_name(name):
        row = await connection.fetchrow(f"{_DEVICE} FOR NO KEY UPDATE" if lock else _DEVICE, name)
    role = None if row is None else role_for(access, row["site_id"])
    if row is None or role is None:
        raise NotFound(f"There is no device {name[:64]} that you may see.")
    require(role, least, f"the home site of {name}")
    return Device(row["id"], name, row["site_id"], role, row["removed_at"] is not None)


def require_present(device: Device) -> None:
    """Raise Conflict if somebody has removed the device."""
    if device.removed:
        raise Conflict(f"{device.name} was removed. Restore it first.")


async def channel(connection: Connection, access: Access, device_name: str, name: str) -> Channel:
    """Read a channel, and lock it and its device until the transaction ends.

    Raises as `device`, and Conflict if the device was removed.
    """
    parent = await device(connection, access, device_name, lock=True)
    require_present(parent)
    row = None
    if is_device_name(name):
        row = await connection.fetchrow(
            "SELECT id, state, unit, expired_at FROM channel WHERE device_id = $1 AND name = $2"
            " FOR NO KEY UPDATE",
            parent.id,
            name,
        )
    if row is None:
        raise NotFound(f"Device {device_name} has no channel {name[:64]}.")
    expired = row["expired_at"] is not None
    return Channel(row["id"], name, row["state"], row["unit"], expired, parent)


async def require_room(connection: Connection, device: Device) -> None:
    """Raise Conflict if a device, which is locked, has no room for one more channel."""
    if await connection.fetchval(_USED, device.id) >= MOST_CHANNELS:
        raise Conflict(
            f"{device.name} has {MOST_CHANNELS} channels already, as many as a device may have."
            " Ignore channels that nobody needs, or wait until silent ones expire."
        )
