"""`/proposals`: channels nobody has installed yet, and their installing."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Response

from isotherm_api import audit, hardware
from isotherm_api.access import Access, Reference, Role, Visible, resolve, site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.database import Connection
from isotherm_api.devices import queries as devices
from isotherm_api.etag import tagged
from isotherm_api.installations import changes as installations
from isotherm_api.installations.span import Span, checked, instant
from isotherm_api.problem import Conflict, Invalid
from isotherm_api.proposals import documents, queries
from isotherm_api.proposals import sensor as sensors
from isotherm_api.proposals.schemas import Install, ProposalInstalled, Proposals
from isotherm_api.ranges import Cursor, Number, decode_cursor, encode_cursor
from isotherm_api.schemas import Slug

router = APIRouter(prefix="/proposals", tags=["proposals"])

_TAKES_HOLD = timedelta(seconds=5)
"""By then every ingest takes a channel's payloads in its new unit."""


@router.get("")
async def list_proposals(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug | None, Query(description="Only of devices of this home site")] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> Proposals:
    """Channels to be installed, of the sites I am operator of; as admin of all, newest first."""
    before = decode_cursor(cursor, tuple[Number])[0] if cursor else None
    async with parts.database.reading() as connection:
        sites = access.sites(Role.OPERATOR)
        if site is not None:
            sites = [(await site_of(connection, access, site, Role.OPERATOR)).id]
        rows = await queries.page(connection, sites, before, limit + 1)
        shown = rows[:limit]
        newest = await queries.newest(connection, shown)
        counts = await queries.counts(connection, shown)
        rejected = await queries.rejects(connection, shown, parts.clock.now())
    following = encode_cursor(shown[-1]["id"]) if len(rows) > limit else None
    items = [
        documents.proposal(
            row,
            newest.get(row["id"], []),
            counts.get(row["id"]),
            rejected.get((row["device"], row["channel"]), 0),
        )
        for row in shown
    ]
    return Proposals.model_validate({"items": items, "next": following})


@router.post("/{device}/{channel}/install", status_code=201)
async def install_proposal(
    parts: ServicesDep,
    access: AccessDep,
    device: str,
    channel: str,
    wanted: Install,
    response: Response,
) -> ProposalInstalled:
    """Installs a channel on a new or an existing sensor, with the readings it already sent.

    Needs operator at the sensor's site and at the device's home site (an administrator, where it
    has none), and manager where a new sensor's limits are given.
    """
    async with parts.database.writing() as connection:
        found = await hardware.channel(connection, access, device, channel)
        if found.state != "proposed":
            raise Conflict(f"{device}/{channel} is no proposal any more: somebody installed it.")
        sensor = await _sensor(connection, access, wanted)
        now = parts.clock.now()
        start = await _start(connection, access, found, wanted, now)
        made = await installations.add_installation(
            connection, access, found, sensor, checked(Span(start, None), now, "since"),
            replace=wanted.replace,
        )  # fmt: skip
        if wanted.new_sensor is not None:
            await sensors.limit(connection, access, sensor, wanted.new_sensor, start, now)
    return ProposalInstalled(sensor=made.sensor, installation=tagged(response, made))


async def _sensor(connection: Connection, access: Access, wanted: Install) -> Visible:
    if wanted.new_sensor is not None:
        return await sensors.make(connection, access, wanted.new_sensor)
    [found] = await resolve(connection, access, [Reference.parse(wanted.sensor or "")])
    return found


async def _start(
    connection: Connection,
    access: Access,
    channel: hardware.Channel,
    wanted: Install,
    now: datetime,
) -> datetime:
    """When the installation begins; sets the unit wished."""
    start = instant(wanted.since) or await queries.first(connection, channel.id) or now
    if wanted.unit is None or wanted.unit == channel.unit:
        return start
    await devices.update_channel(connection, channel.id, {"unit": wanted.unit})
    target = f"{channel.device.name}/{channel.name}"
    await audit.insert(
        connection, access, "channel.change", target, channel.device.site_id,
        before={"unit": channel.unit}, after={"unit": wanted.unit},
    )  # fmt: skip
    if wanted.unit == (channel.unit or "C"):
        return start
    return await _after_unit(connection, channel, wanted, now)


async def _after_unit(
    connection: Connection, channel: hardware.Channel, wanted: Install, now: datetime
) -> datetime:
    """The first instant of which no reading was taken in the unit that was."""
    begins = now + _TAKES_HOLD
    given = instant(wanted.since)
    if given is not None and given < begins:
        if await queries.newest_since(connection, channel.id, given) is None:
            return given
        raise Invalid.field(
            "since",
            f"readings since then were taken as °{channel.unit or 'C'} and are not rewritten; with"
            f" {wanted.unit} the installation can begin now at the earliest",
        )
    newest = await queries.newest_since(connection, channel.id, begins)
    return begins if newest is None else newest + timedelta(microseconds=1)
