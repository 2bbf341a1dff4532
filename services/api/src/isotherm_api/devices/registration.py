"""Registering devices: new ones, and proposed ones that have no home site yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import asyncpg

from isotherm.database import Connection
from isotherm_api import audit, hardware
from isotherm_api.access import Access, Role
from isotherm_api.administration import Administration
from isotherm_api.devices import documents, queries
from isotherm_api.devices.credentials import give_password
from isotherm_api.devices.homes import home_of
from isotherm_api.devices.schemas import NewDevice
from isotherm_api.problem import Conflict, FieldError


async def register_device(
    connection: Connection, access: Access, administration: Administration, wanted: NewDevice
) -> tuple[hardware.Device, str | None]:
    """Insert a device at a site that the caller manages, or take over a proposed one.

    Return it with its password; None if somebody else makes the accounts. Raises as `home_of`,
    and Conflict if the name is taken.
    """
    site = await home_of(connection, access, wanted.site)
    values = wanted.model_dump(exclude={"site", "name", "adopt"})
    device_id = await queries.insert_device(connection, wanted.name, site.id, values)
    if device_id is None:
        device_id = await _adopt(connection, access, site.id, wanted, values)
    password = await give_password(connection, administration, device_id, wanted.name)
    row = await queries.read_device(connection, device_id)
    await audit.insert(
        connection, access, "device.add", wanted.name, site.id,
        after=documents.audited_whole(row),
    )  # fmt: skip
    return hardware.Device(device_id, wanted.name, site.id, Role.MANAGER), password


async def _adopt(
    connection: Connection,
    access: Access,
    site_id: int,
    wanted: NewDevice,
    values: Mapping[str, str | None],
) -> int:
    """Give the existing device of that name a home site and return its id.

    Raises Conflict if that was not asked for, or if the device is not free.
    """
    row = await queries.lock_named(connection, wanted.name)
    free = _is_free(row)
    if not (free and wanted.adopt and access.admin):
        raise taken(access, wanted.name, row)
    given: dict[str, str | int | datetime | None] = {"site_id": site_id, "state": "known"}
    given |= {name: value for name, value in values.items() if value is not None}
    await queries.update_device(connection, row["id"], given)
    return int(row["id"])


def _is_free(row: asyncpg.Record) -> bool:
    return row["site_id"] is None and row["removed_at"] is None


class _Reason(NamedTuple):
    sentence: str
    state: str
    adoptable: bool = False


def taken(access: Access, name: str, row: asyncpg.Record) -> Conflict:
    """Return the problem of a name that the device of a row of `queries.lock_named` has.

    Names are unique in the system, so it is said also of devices that the caller may not see, but
    not where they are.
    """
    reason = judge_taken(access, row)
    return Conflict(
        f"{name} {reason.sentence}.",
        errors=[FieldError("name", reason.sentence)],
        more={"taken": {"name": name, "state": reason.state, "adoptable": reason.adoptable}},
    )


def judge_taken(access: Access, row: asyncpg.Record) -> _Reason:
    """Return why the caller cannot register a device with the name that this one has."""
    if _is_free(row):
        sent = "has already sent something and has no site"
        if access.admin:
            return _Reason(f"{sent}; it can be taken over", "proposed", True)
        return _Reason(f"{sent}; an administrator can give it one", "proposed")
    if hardware.role_for(access, row["site_id"]) is None:
        return _Reason("is the name of another device", "other")
    if row["removed_at"] is not None:
        return _Reason("is the name of a device that was removed; restore it instead", "removed")
    return _Reason(f"is the name of another device at {row['site'] or 'no site'}", "known")
