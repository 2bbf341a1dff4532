"""`/devices`: the hardware, for the operators and managers of its home site."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from isotherm.database import Connection
from isotherm_api import hardware
from isotherm_api.access import Access, Role, site_of
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.devices import changes, documents, removal
from isotherm_api.devices.details import read_details
from isotherm_api.devices.pages import Choice, Order, OrderWord, SortWord, StateWord, load_page
from isotherm_api.devices.registration import register_device as register
from isotherm_api.devices.schemas import (
    ChangedChannel,
    ChangedDevice,
    Channel,
    DeviceDetails,
    Devices,
    DeviceWithPassword,
    NewDevice,
)
from isotherm_api.devices.serving import load_serving
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.ranges import DIGITS, Cursor
from isotherm_api.schemas import Slug
from isotherm_api.zones import require_zone

router = APIRouter(prefix="/devices", tags=["devices"])

_Search = Annotated[
    str,
    Query(
        max_length=200,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="Words that all have to be in its name, label, site, model, serial number,"
        " firmware, notes or channels, or in the name of a sensor that it supplies now",
    ),
]
_ORDER = "If left out: names from a, the one heard last first, the worst first, offline ones first"
_STATE = (
    "`ok`: nothing is wrong; `problem`: something is; `proposed_channels`: it has some that nobody"
    " installed; `no_site`: it has no home site; others as the document names them"
)


@router.get("")
async def list_devices(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug | None, Query(description="Only devices of this home site")] = None,
    q: _Search = "",
    state: Annotated[StateWord | None, Query(description=_STATE)] = None,
    sort: Annotated[
        SortWord, Query(description="`problem`: worst first; `state`: offline first")
    ] = "name",
    order: Annotated[OrderWord | None, Query(description=_ORDER)] = None,
    removed: Annotated[bool, Query(description="Also those that were removed")] = False,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500), DIGITS] = 200,
) -> Devices:
    """Devices of the sites where I am operator; admins also see those without a site.

    A removed device that was heard since is listed as any other.
    """
    ordered, now = Order(sort, order, cursor), parts.clock.now()
    async with parts.database.reading() as connection:
        site_ids = access.sites(Role.OPERATOR)
        if site is not None:
            site_ids = [(await site_of(connection, access, site, Role.OPERATOR)).id]
        choice = Choice(site_ids, q.split(), state, removed, access.sites())
        rows, total = await load_page(connection, choice, ordered, limit + 1, now)
        serving = await load_serving(connection, access, [row["id"] for row in rows], now)
    following = ordered.cursor(rows[limit - 1]) if len(rows) > limit else None
    items = [
        documents.device(row, role, parts.administration.kind, now, serving.get(row["id"]))
        for row in rows[:limit]
        if (role := hardware.role_for(access, row["site_id"])) is not None
    ]
    return Devices(items=items, next=following, total=total)


@router.post("", status_code=201)
async def register_device(
    parts: ServicesDep, access: AccessDep, wanted: NewDevice, response: Response
) -> DeviceWithPassword:
    """Registers a device at a site that I manage; its password is in this answer only.

    409 if the name is taken. With `adopt`, an administrator gives a proposed device without a home
    site this one; it keeps its channels and readings.
    """
    async with parts.database.writing() as connection:
        device, password = await register(connection, access, parts.administration, wanted)
        details = await _details(parts, connection, access, device)
    tagged(response, details)
    return DeviceWithPassword(device=details, password=password)


@router.get("/{device}")
async def read_device(
    parts: ServicesDep, access: AccessDep, device: str, response: Response
) -> DeviceDetails:
    """One device with its channels and where they are installed."""
    async with parts.database.reading() as connection:
        visible = await hardware.device(connection, access, device)
        details = await _details(parts, connection, access, visible)
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
    """Sets the fields given. If-Match has to carry the etag of the device that was read.

    Operators of the home site may set label and notes, its managers everything. Moving a device
    needs a manager of both sites; if it has no home site, or shall have none, an administrator.
    A device that gets a home site becomes known.
    """
    require_zone(wanted.time_zone)
    given = wanted.model_dump(exclude_unset=True)
    kind = parts.administration.kind
    async with parts.database.writing() as connection:
        details = await changes.change_device(
            connection, access, device, given, if_match, kind, parts.clock.now()
        )
    return tagged(response, details)


@router.delete("/{device}", status_code=204)
async def remove_device(
    parts: ServicesDep, access: AccessDep, device: str, if_match: IfMatch = None
) -> None:
    """Deletes a device that has never had a reading; otherwise removes it. Needs a manager.

    A removed device cannot connect, and its installations end now; its readings stay, its name
    stays taken, and PATCH with `removed` as false restores it.
    """
    async with parts.database.writing() as connection:
        await removal.remove_device(connection, access, device, if_match, parts.clock.now())


@router.post("/{device}/credential")
async def rotate_credential(
    parts: ServicesDep,
    access: AccessDep,
    device: str,
    response: Response,
    if_match: IfMatch = None,
) -> DeviceWithPassword:
    """Makes a new password, which is in this answer only. Needs a manager.

    The old one stays valid until worker has given the broker the new one; then the device is
    disconnected, and no other.
    """
    async with parts.database.writing() as connection:
        rotated, password = await changes.rotate_credential(
            connection, access, parts.administration, device, if_match
        )
        details = await _details(parts, connection, access, rotated)
    tagged(response, details)
    return DeviceWithPassword(device=details, password=password)


async def _details(
    parts: Services, connection: Connection, access: Access, device: hardware.Device
) -> DeviceDetails:
    now = parts.clock.now()
    return await read_details(connection, access, device, parts.administration.kind, now)


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
    """Sets how payloads are read from now on. If-Match has to carry the etag of the channel.

    The plausible range holds at least -40 to 60 °C, and the limits in force, now and later, of the
    sensors that the channel feeds.

    Needs operator at the device's home site, as installing the channel does. Stored readings are
    not changed.
    """
    given = wanted.model_dump(exclude_unset=True)
    for name in ("fault_list", "fault_values"):
        if given.get(name, True) is None:
            del given[name]
    async with parts.database.writing() as connection:
        document = await changes.change_channel(
            connection, access, device, channel, given, if_match, parts.clock.now()
        )
    return tagged(response, document)
