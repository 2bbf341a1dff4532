"""`/proposals`: channels that nobody has installed yet, and installing them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from isotherm.sensors.waiting import complete_channels
from isotherm_api.access import Role, site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import tagged
from isotherm_api.proposals import changes, documents, queries
from isotherm_api.proposals.schemas import Install, ProposalInstalled, Proposals
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
) -> Proposals:
    """Channels to install at the sites where I am operator, newest first; all as admin."""
    before = decode_cursor(cursor, tuple[Number])[0] if cursor else None
    async with parts.database.reading() as connection:
        site_ids = access.sites(Role.OPERATOR)
        if site is not None:
            site_ids = [(await site_of(connection, access, site, Role.OPERATOR)).id]
        now = parts.clock.now()
        rows = await queries.load_page(connection, site_ids, before, limit + 1)
        shown = await complete_channels(connection, rows[:limit], now)
        newest = await queries.load_newest(connection, shown)
        counts = await queries.load_counts(connection, shown)
        rejected = await queries.load_reject_counts(connection, shown, now)
    following = encode_cursor(shown[-1]["id"]) if len(rows) > limit else None
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
