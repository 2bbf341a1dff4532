"""Changes of devices and channels, by the operators and managers of the device's home site."""

from datetime import datetime
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm_api import change, hardware, plausibility
from isotherm_api.access import Access, Role
from isotherm_api.administration import Administration, AdministrationWord
from isotherm_api.devices import documents, queries
from isotherm_api.devices.credentials import give_password, require_administration
from isotherm_api.devices.details import build_channel, read_details
from isotherm_api.devices.homes import home_of
from isotherm_api.devices.removal import restore
from isotherm_api.devices.schemas import Channel, DeviceDetails
from isotherm_api.installing import lock_installations
from isotherm_api.problem import Forbidden

_FOR_OPERATORS = frozenset({"label", "notes"})
"""What an operator may set; everything else needs a manager."""
_PLAUSIBLE = frozenset({"plausible_low", "plausible_high"})
_NOT_COLUMNS = frozenset({"site", "disabled", "removed"})


async def change_device(
    connection: Connection,
    access: Access,
    name: str,
    given: dict[str, Any],
    if_match: str | None,
    administration: AdministrationWord,
    now: datetime,
) -> DeviceDetails:
    """Set the fields given; `site` moves the device to another home site.

    A removed device can only be restored, by `removed` as False.

    Raises as `hardware.device` and `change.apply`, Conflict for a removed device, and Forbidden or
    NotFound for a home site that the caller may not choose.
    """
    least = Role.OPERATOR if given.keys() <= _FOR_OPERATORS else Role.MANAGER
    device = await hardware.device(connection, access, name, least, lock=True)

    async def write(before: asyncpg.Record) -> None:
        if given.get("removed") is False:
            await restore(connection, before)
        else:
            hardware.require_present(device)
        values = await _device_values(connection, access, before, given, now)
        await queries.update_device(connection, device.id, values)

    await change.apply(
        connection, access, _target(connection, device), "device.change", if_match,
        write=write, audited=documents.audited_device,
    )  # fmt: skip
    # with the role from before: whoever moves a device to another site sees it once more
    return await read_details(connection, access, device, administration, now)


async def rotate_credential(
    connection: Connection,
    access: Access,
    administration: Administration,
    name: str,
    if_match: str | None,
) -> tuple[hardware.Device, str | None]:
    """Give a device a new password and return it; the old one ends once worker has applied it.

    Raises Conflict if somebody else makes the accounts or the device was removed, and as
    `hardware.device` and `change.apply`.
    """
    device = await hardware.device(connection, access, name, Role.MANAGER, lock=True)
    require_administration(administration)
    hardware.require_present(device)
    passwords: list[str | None] = []

    async def write(_: asyncpg.Record) -> None:
        passwords.append(await give_password(connection, administration, device.id, name))

    await change.apply(
        connection, access, _target(connection, device), "device.rotate", if_match,
        write=write, audited=documents.audited_rotation,
    )  # fmt: skip
    return device, passwords[0]


def _target(connection: Connection, device: hardware.Device) -> change.Target[asyncpg.Record]:
    return change.Target(
        read=lambda: queries.read_device(connection, device.id),
        etag=documents.device_etag,
        raced=lambda _: documents.raced(device.name),
        name=lambda _: device.name,
        site_id=lambda row: row["site_id"],
    )


async def change_channel(
    connection: Connection,
    access: Access,
    device_name: str,
    channel_name: str,
    given: dict[str, Any],
    if_match: str | None,
    now: datetime,
) -> Channel:
    """Set how future payloads are read; stored readings stay as they are.

    Raises as `hardware.channel`, `plausibility.require_holding` and `change.apply`.
    """
    channel = await hardware.channel(connection, access, device_name, channel_name)
    name = f"{device_name}/{channel_name}"

    async def write(before: asyncpg.Record) -> None:
        values = _differing(before, given)
        if bounded := not values.keys().isdisjoint(_PLAUSIBLE):
            await lock_installations(connection)
            await plausibility.lock_sensors(connection, channel.id, now)
        await queries.update_channel(connection, channel.id, values)
        if bounded:
            await plausibility.require_holding(connection, access, channel.id, now)

    target: change.Target[asyncpg.Record] = change.Target(
        read=lambda: queries.read_channel(connection, channel.id),
        etag=documents.channel_etag,
        raced=lambda _: documents.raced(name),
        name=lambda _: name,
        site_id=lambda row: row["site_id"],
    )
    row = await change.apply(
        connection, access, target, "channel.change", if_match,
        write=write, audited=documents.audited_channel,
    )  # fmt: skip
    return await build_channel(connection, access, row, channel.device, now)


async def _device_values(
    connection: Connection,
    access: Access,
    before: asyncpg.Record,
    given: dict[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """Return the columns to set; a device that gets a home site becomes known."""
    values = {name: value for name, value in given.items() if name not in _NOT_COLUMNS}
    disabled = given.get("disabled")
    if disabled is not None and disabled != (before["disabled_at"] is not None):
        values["disabled_at"] = now if disabled else None
    if "site" in given and given["site"] != before["site"]:
        values["site_id"] = await _home_id(connection, access, given["site"])
        if values["site_id"] is not None:
            values["state"] = "known"
    return _differing(before, values)


async def _home_id(connection: Connection, access: Access, slug: str | None) -> int | None:
    """Return the id of the new home site, which the caller has to manage."""
    if slug is None:
        if not access.admin:
            raise Forbidden("Only an administrator may take a device's home site away.")
        return None
    return (await home_of(connection, access, slug)).id


def _differing(before: asyncpg.Record, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if before[name] != value}
