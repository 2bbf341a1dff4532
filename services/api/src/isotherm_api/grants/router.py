"""`/grants`: managers of a site say who may see and do what there."""

from typing import Annotated, Any

import asyncpg
from fastapi import APIRouter, Path, Query, Response

from isotherm_api import audit
from isotherm_api.access import Access, Role, SiteRef, require, site_of
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.database import Connection
from isotherm_api.etag import IfMatch, etag, require_match, tagged
from isotherm_api.grants import queries
from isotherm_api.grants.schemas import ChangedGrant, Grant, Grants, NewGrant
from isotherm_api.problem import Conflict, Invalid, NotFound
from isotherm_api.ranges import ms
from isotherm_api.schemas import Slug

router = APIRouter(prefix="/grants", tags=["grants"])

GrantId = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("")
async def list_grants(
    parts: ServicesDep, access: AccessDep, site: Annotated[Slug, Query()]
) -> Grants:
    """Every grant of a site I manage."""
    async with parts.database.reading() as connection:
        where = await site_of(connection, access, site, Role.MANAGER)
        rows = await queries.of_site(connection, access.caller.issuer, where.id)
    return Grants(items=[_grant(row) for row in rows])


@router.post("", status_code=201)
async def add_grant(
    parts: ServicesDep, access: AccessDep, wanted: NewGrant, response: Response
) -> Grant:
    """Gives a user or a group a role; it may be before their first login."""
    async with parts.database.reading() as connection:
        where = await site_of(connection, access, wanted.site, Role.MANAGER)
    recipient = await _recipient(parts, access, wanted)
    async with parts.database.writing() as connection:
        actor, now = access.caller.username, parts.clock.now()
        made = await queries.add(connection, where.id, recipient, wanted.role, actor, now)
        if made is None:
            raise Conflict("They have a role at this site already. Change that one.")
        grant = _grant(await _known(connection, access, made))
        await _note(connection, access, "grant.add", where, before=None, after=grant)
    parts.grants.forget()
    return tagged(response, grant)


@router.patch("/{grant_id}")
async def change_grant(
    parts: ServicesDep,
    access: AccessDep,
    grant_id: GrantId,
    wanted: ChangedGrant,
    response: Response,
    if_match: IfMatch = None,
) -> Grant:
    """Changes the role; If-Match has to name the state that is changed."""
    async with parts.database.writing() as connection:
        before, where = await _mine(connection, access, grant_id)
        _same(before, if_match)
        actor, now = access.caller.username, parts.clock.now()
        await queries.change(connection, grant_id, wanted.role, actor, now)
        after = _grant(await _known(connection, access, grant_id))
        await _note(connection, access, "grant.change", where, before=before, after=after)
    parts.grants.forget()
    return tagged(response, after)


@router.delete("/{grant_id}", status_code=204)
async def remove_grant(
    parts: ServicesDep, access: AccessDep, grant_id: GrantId, if_match: IfMatch = None
) -> None:
    """Takes the role away, within seconds also from open streams; If-Match as for a change."""
    async with parts.database.writing() as connection:
        before, where = await _mine(connection, access, grant_id)
        _same(before, if_match)
        await queries.remove(connection, grant_id)
        await _note(connection, access, "grant.remove", where, before=before, after=None)
    parts.grants.forget()


async def _recipient(parts: Services, access: Access, wanted: NewGrant) -> queries.Recipient:
    if wanted.username is None:
        return queries.Recipient(wanted.subject, wanted.group)
    async with parts.database.reading() as connection:
        person = await queries.known(connection, access.caller.issuer, wanted.username)
    person = person or await parts.directory.find(wanted.username)
    if person is None:
        raise Invalid.field("username", "is nobody's user name or e-mail address here")
    return queries.Recipient(person.subject, None)


async def _mine(connection: Connection, access: Access, grant_id: int) -> tuple[Grant, SiteRef]:
    """The grant, locked, where I manage its site; NotFound where I do not see the site."""
    row = await queries.one(connection, access.caller.issuer, grant_id, lock=True)
    role = None if row is None else access.role_at(row["site_id"])
    if row is None or role is None:
        raise NotFound("There is no such grant that you may see.")
    require(role, Role.MANAGER, row["site"])
    return _grant(row), SiteRef(row["site_id"], row["site"])


async def _known(connection: Connection, access: Access, grant_id: int) -> asyncpg.Record:
    row = await queries.one(connection, access.caller.issuer, grant_id)
    if row is None:
        raise RuntimeError("the transaction has lost its own grant")
    return row


def _same(grant: Grant, if_match: str | None) -> None:
    require_match(
        if_match, grant.etag, f"{grant.granted_by} set this grant to {grant.role} meanwhile."
    )


async def _note(
    connection: Connection,
    access: Access,
    action: str,
    where: SiteRef,
    *,
    before: Grant | None,
    after: Grant | None,
) -> None:
    named = after or before
    target = f"{where.slug}: {named.subject or named.group}" if named else where.slug
    await audit.insert(
        connection, access, action, target, where.id, before=_role(before), after=_role(after)
    )


def _role(grant: Grant | None) -> dict[str, Any] | None:
    return None if grant is None else grant.model_dump(include={"subject", "group", "role"})


def _grant(row: asyncpg.Record) -> Grant:
    return Grant(
        id=row["id"],
        site=row["site"],
        subject=row["subject"],
        group=row["group_path"],
        username=row["username"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        granted_by=row["granted_by"],
        granted_at=ms(row["granted_at"]) or 0,
        last_seen=ms(row["last_seen"]),
        etag=etag(row["id"], row["role"], row["granted_at"]),
    )
