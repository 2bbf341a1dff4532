"""`/devices`: the hardware, for the operators and managers of its home site."""

from typing import Annotated, Any

import asyncpg
from fastapi import APIRouter, Query, Response

from isotherm_api import audit, hardware
from isotherm_api.access import Access, Role, site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.database import Connection
from isotherm_api.devices import documents, queries
from isotherm_api.devices.schemas import (
    ChangedChannel,
    ChangedDevice,
    Channel,
    DeviceDetails,
    Devices,
)
from isotherm_api.etag import IfMatch, require_match, tagged
from isotherm_api.installations import queries as installations
from isotherm_api.problem import Forbidden
from isotherm_api.ranges import Cursor, DeviceWord, decode_cursor, encode_cursor
from isotherm_api.schemas import Slug
from isotherm_api.zones import require_zone

router = APIRouter(prefix="/devices", tags=["devices"])

_OPERATORS = frozenset({"label", "notes"})
"""What an operator may set; the rest is for managers."""


@router.get("")
async def list_devices(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug | None, Query(description="Only those of this home site")] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Devices:
    """The devices of the sites I am operator of, by name; as admin those without a home as well."""
    after = decode_cursor(cursor, tuple[DeviceWord])[0] if cursor else ""
    async with parts.database.reading() as connection:
        sites = access.sites(Role.OPERATOR)
        if site is not None:
            sites = [(await site_of(connection, access, site, Role.OPERATOR)).id]
        rows = await queries.page(connection, sites, after, limit + 1)
    following = encode_cursor(rows[limit - 1]["name"]) if len(rows) > limit else None
    items = [
        documents.device(row, role)
        for row in rows[:limit]
        if (role := hardware.role_for(access, row["site_id"])) is not None
    ]
    return Devices(items=items, next=following)


@router.get("/{device}")
async def read_device(
    parts: ServicesDep, access: AccessDep, device: str, response: Response
) -> DeviceDetails:
    """One device with its channels and where they are installed."""
    async with parts.database.reading() as connection:
        found = await hardware.device(connection, access, device)
        details = await _details(connection, access, found)
    return tagged(response, details)


@router.patch("/{device}")
async def change_device(
    parts: ServicesDep,
    access: AccessDep,
    device: str,
    wanted: ChangedDevice,
    response: Response,
    if_match: IfMatch = None,
) -> DeviceDetails:
    """Sets what is given; If-Match has to name the state that is changed.

    Operators of the home site may set label and notes, its managers the rest. To move a device
    takes a manager at both sites; where it has none, or shall have none, an administrator. A
    device that is given a home is known.
    """
    require_zone(wanted.time_zone)
    given = wanted.model_dump(exclude_unset=True)
    async with parts.database.writing() as connection:
        least = Role.OPERATOR if given.keys() <= _OPERATORS else Role.MANAGER
        found = await hardware.device(connection, access, device, least, lock=True)
        before = await queries.one(connection, found.id)
        _same(documents.device(before, found.role).etag, if_match, device)
        changes = await _changes(connection, access, before, given)
        await queries.change_device(connection, found.id, changes)
        after = await queries.one(connection, found.id)
        await _note(connection, access, "device.change", device, before, after, documents.SET)
        # who moves it away sees it once more, as what they have made of it
        details = await _details(connection, access, found)
    return tagged(response, details)


@router.patch("/{device}/channels/{channel}")
async def change_channel(
    parts: ServicesDep,
    access: AccessDep,
    device: str,
    channel: str,
    wanted: ChangedChannel,
    response: Response,
    if_match: IfMatch = None,
) -> Channel:
    """Sets unit and fault list from now on; If-Match has to name the state that is changed.

    Needs operator at the home site, as installing the channel does. No reading is rewritten.
    """
    changes = wanted.model_dump(exclude_unset=True)
    if changes.get("fault_list", True) is None:
        del changes["fault_list"]
    async with parts.database.writing() as connection:
        found = await hardware.channel(connection, access, device, channel)
        before = await queries.channel(connection, found.id)
        _same(documents.channel(before, []).etag, if_match, f"{device}/{channel}")
        await queries.change_channel(connection, found.id, _new(before, changes))
        after = await queries.channel(connection, found.id)
        await _note(
            connection, access, "channel.change", f"{device}/{channel}", before, after,
            ("unit", "fault_list"),
        )  # fmt: skip
        installed = await installations.load_of_device(connection, found.device.id, access.sites())
    [made] = documents.channels([after], installed)
    return tagged(response, made)


async def _details(connection: Connection, access: Access, found: hardware.Device) -> DeviceDetails:
    row = await queries.one(connection, found.id)
    listed = await queries.channels(connection, found.id)
    installed = await installations.load_of_device(connection, found.id, access.sites())
    return DeviceDetails.model_validate(
        {
            **documents.device(row, found.role).model_dump(),
            "channels": documents.channels(listed, installed),
        }
    )


async def _changes(
    connection: Connection, access: Access, before: asyncpg.Record, given: dict[str, Any]
) -> dict[str, Any]:
    """The columns that become other, with the home site's rules."""
    changes = {name: value for name, value in given.items() if name != "site"}
    if "site" in given and given["site"] != before["site"]:
        changes["site_id"] = await _home(connection, access, given["site"])
        if changes["site_id"] is not None:
            changes["state"] = "known"
    return _new(before, changes)


async def _home(connection: Connection, access: Access, slug: str | None) -> int | None:
    if slug is None:
        if not access.admin:
            raise Forbidden("Only an administrator may take a device's home site away.")
        return None
    return (await site_of(connection, access, slug, Role.MANAGER)).id


def _new(before: asyncpg.Record, changes: dict[str, Any]) -> dict[str, Any]:
    """Those that are no longer what they were."""
    return {name: value for name, value in changes.items() if before[name] != value}


def _same(current: str, if_match: str | None, name: str) -> None:
    require_match(if_match, current, f"Somebody changed {name} meanwhile. Read it again.")


async def _note(
    connection: Connection,
    access: Access,
    action: str,
    target: str,
    before: asyncpg.Record,
    after: asyncpg.Record,
    names: tuple[str, ...],
) -> None:
    """Writes what became other into the audit; nothing where nothing did."""
    changed = [name for name in names if before[name] != after[name]]
    if not changed:
        return
    await audit.insert(
        connection, access, action, target, after["site_id"],
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )  # fmt: skip
