"""Grants as rows, each with the person it names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm_api.directory.people import Person

_ROWS = (
    "SELECT g.id, g.site_id, site.slug AS site, g.subject, g.group_path, g.role, g.granted_by,"
    " g.granted_at, u.username, u.name, u.email, u.last_seen"
    " FROM access_grant g JOIN site ON site.id = g.site_id"
    " LEFT JOIN user_account u ON u.subject = g.subject AND u.issuer = $1"
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """The user or the group that a grant is for; exactly one of `subject` and `group` is set."""

    subject: str | None
    group: str | None
    person: Person | None = None
    """The user as Keycloak knows them, if they were looked up."""


async def load_grants(connection: Connection, issuer: str, site_id: int) -> list[asyncpg.Record]:
    """Return every grant of a site, people before groups."""
    return await connection.fetch(
        f"{_ROWS} WHERE g.site_id = $2 ORDER BY g.group_path NULLS FIRST, u.username, g.id",
        issuer,
        site_id,
    )


async def lock_grant(connection: Connection, issuer: str, grant_id: int) -> asyncpg.Record | None:
    """Lock a grant until the transaction ends and return it, or None if there is no such grant."""
    return await connection.fetchrow(f"{_ROWS} WHERE g.id = $2 FOR UPDATE OF g", issuer, grant_id)


async def read_grant(connection: Connection, issuer: str, grant_id: int) -> asyncpg.Record:
    """Return a grant that this transaction has inserted or locked."""
    row = await connection.fetchrow(f"{_ROWS} WHERE g.id = $2", issuer, grant_id)
    if row is None:
        raise RuntimeError("the transaction has lost its own grant")
    return row


async def lock_roles_of(
    connection: Connection, site_id: int, subject: str, groups: Sequence[str]
) -> list[asyncpg.Record]:
    """Lock the grants that give a person their roles at a site; return id and role of each."""
    return await connection.fetch(
        "SELECT id, role FROM access_grant WHERE site_id = $1"
        " AND (subject = $2 OR group_path = ANY($3::text[])) ORDER BY id FOR UPDATE",
        site_id,
        subject,
        list(groups),
    )


async def load_accounts(
    connection: Connection, issuer: str, subjects: Sequence[str]
) -> dict[str, asyncpg.Record]:
    """Return what is stored about people, by subject: their names and when they were last seen."""
    rows = await connection.fetch(
        "SELECT subject, username, name, email, last_seen FROM user_account"
        " WHERE issuer = $1 AND subject = ANY($2::text[])",
        issuer,
        list(subjects),
    )
    return {row["subject"]: row for row in rows}


async def load_people(connection: Connection, issuer: str, text: str, limit: int) -> list[Person]:
    """Return up to `limit` people who have logged in and have the text in their user name."""
    rows = await connection.fetch(
        "SELECT subject, username, name, email FROM user_account WHERE issuer = $1"
        " AND last_seen IS NOT NULL AND strpos(lower(username), lower($2)) > 0"
        " ORDER BY username LIMIT $3",
        issuer,
        text,
        limit,
    )
    return [Person(*row.values()) for row in rows]


async def insert_grant(
    connection: Connection, site_id: int, recipient: Recipient, role: str, by: str, now: datetime
) -> int | None:
    """Insert a grant; return its id, or None if the recipient already has a role at the site."""
    grant_id: int | None = await connection.fetchval(
        "INSERT INTO access_grant (site_id, subject, group_path, role, granted_by, granted_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
        site_id,
        recipient.subject,
        recipient.group,
        role,
        by,
        now,
    )
    return grant_id


async def update_grant(
    connection: Connection, grant_id: int, role: str, by: str, now: datetime
) -> None:
    """Set the role of a grant, and who granted it when."""
    await connection.execute(
        "UPDATE access_grant SET role = $2, granted_by = $3, granted_at = $4 WHERE id = $1",
        grant_id,
        role,
        by,
        now,
    )


async def delete_grant(connection: Connection, grant_id: int) -> None:
    """Delete a grant."""
    await connection.execute("DELETE FROM access_grant WHERE id = $1", grant_id)


async def upsert_person(connection: Connection, issuer: str, person: Person) -> None:
    """Insert the account of a person found in Keycloak, or update how they are called.

    `last_seen` of a new account is null: they have not logged in.
    """
    await connection.execute(
        "INSERT INTO user_account (issuer, subject, username, name, email, last_seen)"
        " VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT (issuer, subject) DO UPDATE"
        " SET username = excluded.username, name = excluded.name, email = excluded.email",
        issuer,
        person.subject,
        person.username,
        person.name,
        person.email,
    )


async def read_person(connection: Connection, issuer: str, username: str) -> Person | None:
    """Return the person of a user name in any case, if they have logged in.

    E-mail addresses are not compared: a stored one may have passed to somebody else since.
    """
    row = await connection.fetchrow(
        "SELECT subject, username, name, email FROM user_account"
        " WHERE issuer = $1 AND lower(username) = lower($2)"
        " ORDER BY last_seen DESC NULLS LAST LIMIT 1",
        issuer,
        username,
    )
    return None if row is None else Person(*row.values())
