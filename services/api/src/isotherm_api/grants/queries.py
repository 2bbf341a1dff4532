"""Grants with the people they name."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from isotherm_api.database import Connection
from isotherm_api.directory import Person

_ROWS = (
    "SELECT g.id, g.site_id, site.slug AS site, g.subject, g.group_path, g.role, g.granted_by,"
    " g.granted_at, u.username, u.name, u.email, u.last_seen"
    " FROM access_grant g JOIN site ON site.id = g.site_id"
    " LEFT JOIN user_account u ON u.subject = g.subject AND u.issuer = $1"
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a grant is for: a subject or a group."""

    subject: str | None
    group: str | None


async def of_site(connection: Connection, issuer: str, site_id: int) -> list[asyncpg.Record]:
    """Every grant of a site, people first."""
    return await connection.fetch(
        f"{_ROWS} WHERE g.site_id = $2 ORDER BY g.group_path NULLS FIRST, u.username, g.id",
        issuer,
        site_id,
    )


async def one(
    connection: Connection, issuer: str, grant_id: int, *, lock: bool = False
) -> asyncpg.Record | None:
    """A grant, held against other changes until the transaction ends where asked."""
    return await connection.fetchrow(
        f"{_ROWS} WHERE g.id = $2" + (" FOR UPDATE OF g" if lock else ""), issuer, grant_id
    )


async def add(
    connection: Connection, site_id: int, recipient: Recipient, role: str, by: str, now: datetime
) -> int | None:
    """The new grant's id, none where the recipient has a role at the site already."""
    found: int | None = await connection.fetchval(
        "INSERT INTO access_grant (site_id, subject, group_path, role, granted_by, granted_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
        site_id,
        recipient.subject,
        recipient.group,
        role,
        by,
        now,
    )
    return found


async def change(connection: Connection, grant_id: int, role: str, by: str, now: datetime) -> None:
    """Sets the role of a grant."""
    await connection.execute(
        "UPDATE access_grant SET role = $2, granted_by = $3, granted_at = $4 WHERE id = $1",
        grant_id,
        role,
        by,
        now,
    )


async def remove(connection: Connection, grant_id: int) -> None:
    """Takes a grant away."""
    await connection.execute("DELETE FROM access_grant WHERE id = $1", grant_id)


async def known(connection: Connection, issuer: str, name: str) -> Person | None:
    """Someone who has been here, by user name or e-mail address in any case of letters."""
    row = await connection.fetchrow(
        "SELECT subject, username, name, email FROM user_account"
        " WHERE issuer = $1 AND lower($2) IN (lower(username), lower(email))"
        " ORDER BY lower(username) = lower($2) DESC, last_seen DESC LIMIT 1",
        issuer,
        name,
    )
    return None if row is None else Person(*row.values())
