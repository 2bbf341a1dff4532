"""Changes of grants, by managers of the grant's site."""

from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm_api import audit, change
from isotherm_api.access import Access, Role, SiteRef, require
from isotherm_api.grants import documents, queries
from isotherm_api.grants.schemas import Grant
from isotherm_api.problem import Conflict, NotFound


async def add_grant(
    connection: Connection,
    access: Access,
    site: SiteRef,
    recipient: queries.Recipient,
    role: str,
    now: datetime,
) -> Grant:
    """Give a role at a site that the caller manages; Conflict if the recipient has one there."""
    actor, issuer = access.caller.username, access.caller.issuer
    if recipient.person is not None:
        await queries.upsert_person(connection, issuer, recipient.person)
    grant_id = await queries.insert_grant(connection, site.id, recipient, role, actor, now)
    if grant_id is None:
        raise Conflict("They already have a role at this site. Change that one.")
    row = await queries.read_grant(connection, issuer, grant_id)
    await audit.insert(
        connection, access, "grant.add", documents.target(row), site.id,
        after=documents.audited(row),
    )  # fmt: skip
    return documents.grant(row)


async def change_grant(
    connection: Connection,
    access: Access,
    grant_id: int,
    role: str,
    now: datetime,
    if_match: str | None,
) -> Grant:
    """Set the role of a grant; errors as of `_lock`, `_require_own_role` and `change.apply`."""

    async def write(before: asyncpg.Record) -> None:
        await _require_own_role(connection, access, before, Role.of(role))
        await queries.update_grant(connection, grant_id, role, access.caller.username, now)

    def audited(before: asyncpg.Record, after: asyncpg.Record) -> change.Audited:
        return documents.audited(before), documents.audited(after)

    row = await change.apply(
        connection, access, _target(connection, access, grant_id), "grant.change", if_match,
        write=write, audited=audited,
    )  # fmt: skip
    return documents.grant(row)


async def remove_grant(
    connection: Connection, access: Access, grant_id: int, if_match: str | None
) -> None:
    """Delete a grant; errors as of `_lock`, `_require_own_role` and `change.remove`."""

    async def delete(before: asyncpg.Record) -> None:
        await _require_own_role(connection, access, before, None)
        await queries.delete_grant(connection, grant_id)

    await change.remove(
        connection, access, _target(connection, access, grant_id), "grant.remove", if_match,
        delete=delete, audited=documents.audited,
    )  # fmt: skip


async def _require_own_role(
    connection: Connection, access: Access, grant: asyncpg.Record, role: Role | None
) -> None:
    """Raise Conflict if the caller would no longer manage the site with that role of a grant.

    None stands for no role. They could not take it back; administrators manage every site anyway.
    """
    if access.admin:
        return
    caller = access.caller
    rows = await queries.lock_roles_of(connection, grant["site_id"], caller.subject, caller.groups)
    remaining = [Role.of(row["role"]) for row in rows if row["id"] != grant["id"]]
    if len(remaining) < len(rows) and role is not None:
        remaining.append(role)
    if max(remaining, default=Role.VIEWER) < Role.MANAGER:
        raise Conflict(
            f"You would no longer be manager of {grant['site']}. Ask another manager or an"
            " administrator to take that role from you."
        )


def _target(connection: Connection, access: Access, grant_id: int) -> change.Target[asyncpg.Record]:
    return change.Target(
        read=lambda: _lock(connection, access, grant_id),
        etag=documents.grant_etag,
        raced=documents.raced,
        name=documents.target,
        site_id=lambda row: row["site_id"],
    )


async def _lock(connection: Connection, access: Access, grant_id: int) -> asyncpg.Record:
    """Lock a grant and return it.

    Raises NotFound if the caller may not see its site, Forbidden if they do not manage it.
    """
    row = await queries.lock_grant(connection, access.caller.issuer, grant_id)
    role = None if row is None else access.role_at(row["site_id"])
    if row is None or role is None:
        raise NotFound("There is no such grant that you may see.")
    require(role, Role.MANAGER, row["site"])
    return row
