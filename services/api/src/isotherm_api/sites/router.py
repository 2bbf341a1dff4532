"""`/sites`: for everyone who sees one; administrators add and change them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from isotherm_api.access import Role, site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.ranges import DIGITS, Cursor, Word, decode_cursor, encode_cursor
from isotherm_api.sites import changes, deletion, documents, queries
from isotherm_api.sites.schemas import ChangedSite, Deletion, NewSite, SiteDetails, Sites
from isotherm_api.zones import require_zone

router = APIRouter(prefix="/sites", tags=["sites"])


@router.get("")
async def list_sites(
    parts: ServicesDep,
    access: AccessDep,
    archived: Annotated[bool, Query(description="Also the archived ones")] = False,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500), DIGITS] = 200,
) -> Sites:
    """The sites I may see, by slug."""
    after = decode_cursor(cursor, tuple[Word])[0] if cursor else ""
    async with parts.database.reading() as connection:
        rows = await queries.load_page(connection, access, after, limit + 1, archived=archived)
    items = [
        documents.site(row, role)
        for row in rows[:limit]
        if (role := access.role_at(row["id"])) is not None
    ]
    following = encode_cursor(rows[limit - 1]["slug"]) if len(rows) > limit else None
    return Sites.model_validate({"items": items, "next": following})


@router.post("", status_code=201)
async def add_site(
    parts: ServicesDep, access: AccessDep, wanted: NewSite, response: Response
) -> SiteDetails:
    """Adds a site; for administrators."""
    changes.require_admin(access, "add a site")
    require_zone(wanted.time_zone)
    async with parts.database.writing() as connection:
        added = await changes.add_site(connection, access, wanted)
    return tagged(response, added)


@router.get("/{site}")
async def read_site(
    parts: ServicesDep, access: AccessDep, site: str, response: Response
) -> SiteDetails:
    """One site, also an archived one."""
    async with parts.database.reading() as connection:
        visible = await site_of(connection, access, site)
        row = await queries.read_site(connection, visible.id)
    role = access.role_at(visible.id) or Role.VIEWER
    return tagged(response, documents.details(row, role))


@router.patch("/{site}")
async def change_site(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    wanted: ChangedSite,
    response: Response,
    if_match: IfMatch = None,
) -> SiteDetails:
    """Sets the fields given; for administrators. If-Match has to carry the etag that was read.

    An archived site is hidden with its sensors. What its devices send is stored all the same, and
    the history of its sensors stays readable at their addresses. The time zone can change until
    the first hour of a sensor is summed.
    """
    require_zone(wanted.time_zone)
    given = wanted.model_dump(exclude_unset=True)
    async with parts.database.writing() as connection:
        visible = await site_of(connection, access, site)
        changes.require_admin(access, "change a site")
        changed = await changes.change_site(
            connection, access, visible, given, if_match, parts.clock.now()
        )
    return tagged(response, changed)


@router.get("/{site}/deletion")
async def read_deletion(parts: ServicesDep, access: AccessDep, site: str) -> Deletion:
    """What would be deleted with the site; for administrators."""
    async with parts.database.reading() as connection:
        visible = await site_of(connection, access, site)
        changes.require_admin(access, "delete a site")
        return await deletion.read_deletion(connection, visible)


@router.delete("/{site}", status_code=204)
async def delete_site(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    confirm: Annotated[
        str | None,
        Query(max_length=64, description="The slug, if readings were stored: see its deletion"),
    ] = None,
    if_match: IfMatch = None,
) -> None:
    """Deletes a site with its sensors, their history, and its grants; for administrators.

    A site with readings is deleted only if `confirm` is its slug; usually it is archived instead.
    Its devices stay without a home site, their channels become proposals again, and raw readings
    stay with the channels until retention drops them. If-Match as for a change.
    """
    async with parts.database.writing() as connection:
        visible = await site_of(connection, access, site)
        changes.require_admin(access, "delete a site")
        await deletion.delete_site(connection, access, visible, confirm, if_match)
    parts.grants.forget()
