"""Adding and changing sites, by administrators."""

from datetime import datetime
from typing import Any

import asyncpg

from isotherm.database import Connection
from isotherm_api import audit, change
from isotherm_api.access import Access, Role, SiteRef
from isotherm_api.problem import Conflict, FieldError, Forbidden, Invalid, NotFound
from isotherm_api.sites import documents, queries
from isotherm_api.sites.schemas import NewSite, SiteDetails
from isotherm_api.slugs import slugs

RESERVED = frozenset({"new"})
"""Pages beside those of the sites: `/sites/new` adds one."""


def require_admin(access: Access, deed: str) -> None:
    """Raise Forbidden, naming the deed, if the caller is no administrator."""
    if not access.admin:
        raise Forbidden(f"Only an administrator may {deed}.")


async def add_site(connection: Connection, access: Access, wanted: NewSite) -> SiteDetails:
    """Insert a site; Conflict if its slug is taken, Invalid if it is reserved.

    Without a slug one is made from the name, with a number if another site has it.
    """
    row = await queries.read_site(connection, await _insert_with_free_slug(connection, wanted))
    await audit.insert(
        connection, access, "site.add", row["slug"], row["id"], after=documents.audited_whole(row)
    )
    return documents.details(row, Role.MANAGER)


async def _insert_with_free_slug(connection: Connection, wanted: NewSite) -> int:
    if wanted.slug in RESERVED:
        raise Invalid.field("slug", f"{wanted.slug} is the address of a page; choose another")
    given = wanted.slug is not None
    candidates = [wanted.slug] if wanted.slug else slugs(wanted.name, "site", RESERVED)
    for slug in candidates:
        site_id = await queries.insert_site(connection, slug, wanted.name, wanted.time_zone)
        if site_id is not None:
            return site_id
    message = "belongs to another site" if given else "choose one: all made from the name are taken"
    raise Conflict(
        f"There is already a site {candidates[0]}.", errors=[FieldError("slug", message)]
    )


async def change_site(
    connection: Connection,
    access: Access,
    site: SiteRef,
    given: dict[str, Any],
    if_match: str | None,
    now: datetime,
) -> SiteDetails:
    """Set the fields given; `archived` hides or shows the site.

    Raises Conflict, naming `time_zone`, if that is fixed, NotFound if somebody has deleted the
    site, and as `change.apply`.
    """
    if not await queries.lock_site(connection, site.id):
        raise NotFound(f"There is no site {site.slug} that you may see.")

    async def write(before: asyncpg.Record) -> None:
        await _write(connection, before, given, now)

    row = await change.apply(
        connection, access, target(connection, site), "site.change", if_match,
        write=write, audited=documents.audited,
    )  # fmt: skip
    return documents.details(row, Role.MANAGER)


def target(connection: Connection, site: SiteRef) -> change.Target[asyncpg.Record]:
    """Return a locked site as what is changed."""
    return change.Target(
        read=lambda: queries.read_site(connection, site.id),
        etag=documents.site_etag,
        raced=documents.raced,
        name=lambda _: site.slug,
        site_id=lambda _: site.id,
    )


async def _write(
    connection: Connection, before: asyncpg.Record, given: dict[str, Any], now: datetime
) -> None:
    archived_at = before["archived_at"]
    if "archived" in given:
        archived_at = (archived_at or now) if given["archived"] else None
    zone = given.get("time_zone", before["time_zone"])
    try:
        async with connection.transaction():
            await queries.update_site(
                connection, before["id"], given.get("name", before["name"]), zone, archived_at
            )
    except asyncpg.ObjectNotInPrerequisiteStateError:
        message = (
            f"stays {before['time_zone']}: hours and days of its sensors have been summed by it"
        )
        raise Conflict(
            f"The time zone of {before['slug']} can no longer change, because hours and days of its"
            " sensors have been summed by it.",
            errors=[FieldError("time_zone", message)],
        ) from None
