"""`/proposals`: channels that nobody has installed yet, and installing them."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Response

from isotherm.sensors.waiting import complete_channels
from isotherm_api.access import Access, Role, site_of
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.devices.schemas import Channel
from isotherm_api.etag import tagged
from isotherm_api.problem import Invalid
from isotherm_api.proposals import changes, documents, queries, states
from isotherm_api.proposals.schemas import (
    Channels,
    Install,
    NamedChannels,
    ProposalInstalled,
    Proposals,
)
from isotherm_api.ranges import DIGITS, Cursor, Number, decode_cursor, encode_cursor
from isotherm_api.schemas import Slug

router = APIRouter(prefix="/proposals", tags=["proposals"])


@router.get("")
async def list_proposals(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug | None, Query(description="Only of devices of this home site")] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100), DIGITS] = 50,
    dismissed: Annotated[bool, Query(description="Those that somebody dismissed instead")] = False,
    expired: Annotated[bool, Query(description="Those that fell silent instead")] = False,
    ignored: Annotated[bool, Query(description="Those that somebody ignores instead")] = False,
) -> Proposals:
    """Channels to install at the sites where I am operator, newest first; all as admin.

    Those whose names say that they are not temperatures come last.

    Those that were dismissed, expired or are ignored are not among them: they are counted, and one
    of the three may be asked for instead.
    """
    kind = _kind({"dismissed": dismissed, "expired": expired, "ignored": ignored})
    after = decode_cursor(cursor, tuple[bool, Number]) if cursor else None
    async with parts.database.reading() as connection:
        site_ids = access.sites(Role.OPERATOR)
        if site is not None:
            site_ids = [(await site_of(connection, access, site, Role.OPERATOR)).id]
        now = parts.clock.now()
        rows = await queries.load_page(connection, site_ids, after, limit + 1, kind)
        hidden = await queries.count_hidden(connection, site_ids)
        shown = await complete_channels(connection, rows[:limit], now)
        newest = await queries.load_newest(connection, shown)
        counts = await queries.load_counts(connection, shown)
        rejected = await queries.load_reject_counts(connection, shown, now)
    following = None
    if len(rows) > limit:
        following = encode_cursor(shown[-1]["other"], shown[-1]["id"])
    items = [
        documents.proposal(
            row,
            newest.get(row["id"], []),
            counts.get(row["id"]),
            rejected.get((row["device"], row["channel"]), 0),
            row["messages"] or (),
        )
        for row in shown
    ]
    return Proposals.model_validate({"items": items, "next": following, **hidden})


def _kind(asked: Mapping[queries.Kind, bool]) -> queries.Kind:
    """Return the kind that is asked for; Invalid if more than one is."""
    kinds = [kind for kind, wanted in asked.items() if wanted]
    if len(kinds) > 1:
        raise Invalid.field(kinds[1], f"ask for either {kinds[0]} or {kinds[1]} ones")
    return kinds[0] if kinds else "proposed"


@router.post("/{device}/{channel}/install", status_code=201)
async def install_proposal(
    parts: ServicesDep,
    access: AccessDep,
    device: str,
    channel: str,
    wanted: Install,
    response: Response,
) -> ProposalInstalled:
    """Installs a channel on a new or an existing sensor, with the readings it has already sent.

    Needs operator at the sensor's site and at the device's home site (an administrator if it has
    none), and manager if limits of a new sensor are given.
    """
    async with parts.database.writing() as connection:
        now = parts.clock.now()
        installation = await changes.install_proposal(
            connection, access, device, channel, wanted, now
        )
    return ProposalInstalled(
        sensor=installation.sensor, installation=tagged(response, installation)
    )


@router.post("/{device}/{channel}/dismiss")
async def dismiss_proposal(
    parts: ServicesDep, access: AccessDep, device: str, channel: str, response: Response
) -> Channel:
    """Hides a proposal unless it is asked for. Its readings are still stored.

    Needs operator at the device's home site, as ignoring and restoring do. Doing it twice changes
    nothing.
    """
    async with parts.database.writing() as connection:
        document = await states.dismiss(connection, access, device, channel, parts.clock.now())
    return tagged(response, document)


@router.post("/{device}/{channel}/ignore")
async def ignore_proposal(
    parts: ServicesDep, access: AccessDep, device: str, channel: str, response: Response
) -> Channel:
    """Stops storing what a channel sends, from the next batch of each ingest on.

    It is counted as ignored in the ledger, and the channel no longer counts towards the number that
    a device may have. Stored readings stay. A channel that is installed cannot be ignored.
    """
    async with parts.database.writing() as connection:
        document = await states.ignore(connection, access, device, channel, parts.clock.now())
    return tagged(response, document)


@router.post("/{device}/{channel}/restore")
async def restore_proposal(
    parts: ServicesDep, access: AccessDep, device: str, channel: str, response: Response
) -> Channel:
    """Proposes a channel again that was dismissed or ignored, or that has expired.

    An ignored channel that supplied a sensor before becomes known. What it sent while it was
    ignored is not stored. 409 if its device has as many channels as it may have.
    """
    async with parts.database.writing() as connection:
        document = await states.restore(connection, access, device, channel, parts.clock.now())
    return tagged(response, document)


@router.post("/{device}/dismiss")
async def dismiss_proposals(
    parts: ServicesDep, access: AccessDep, device: str, wanted: NamedChannels
) -> Channels:
    """Hides several proposals of a device, all or none, as `/{device}/{channel}/dismiss` does."""
    return await _act_on_all(states.dismiss, parts, access, device, wanted)


@router.post("/{device}/restore")
async def restore_proposals(
    parts: ServicesDep, access: AccessDep, device: str, wanted: NamedChannels
) -> Channels:
    """Proposes several channels of a device again, all or none: undoes dismissing them."""
    return await _act_on_all(states.restore, parts, access, device, wanted)


async def _act_on_all(
    action: states.Action, parts: Services, access: Access, device: str, wanted: NamedChannels
) -> Channels:
    async with parts.database.writing() as connection:
        items = await states.act_on_all(
            action, connection, access, device, wanted.channels, parts.clock.now()
        )
    return Channels(items=items)
