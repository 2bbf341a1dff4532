"""The account of the signed-in person, and the sites where they have a role."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from isotherm.database import Connection
from isotherm_api.access import Access
from isotherm_api.caller import Caller

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Account:
    """The preferences of a person: the unit of temperatures, the time zone and the theme."""

    unit: str
    time_zone: str | None
    theme: str


async def upsert_account(connection: Connection, caller: Caller, now: datetime) -> Account:
    """Return the caller's account, inserted on their first request.

    User name, name and e-mail address follow the token. `last_seen` is written at most once a
    minute.
    """
    row = await connection.fetchrow(
        "SELECT username, name, email, unit, time_zone, theme, last_seen FROM user_account"
        " WHERE issuer = $1 AND subject = $2",
        caller.issuer,
        caller.subject,
    )
    identity = (caller.username, caller.name, caller.email)
    if (
        row is None
        or identity != (row["username"], row["name"], row["email"])
        or row["last_seen"] is None
        or now - row["last_seen"] >= _SEEN_EVERY
    ):
        row = await connection.fetchrow(
            "INSERT INTO user_account (issuer, subject, username, name, email, last_seen)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (issuer, subject) DO UPDATE"
            " SET username = excluded.username, name = excluded.name, email = excluded.email,"
            " last_seen = greatest(user_account.last_seen, excluded.last_seen)"
            " RETURNING unit, time_zone, theme",
            caller.issuer,
            caller.subject,
            *identity,
            now,
        )
    if row is None:
        raise RuntimeError("the upsert of an account returned no row")
    return Account(row["unit"], row["time_zone"], row["theme"])


async def update_preferences(
    connection: Connection, caller: Caller, values: dict[str, Any]
) -> None:
    """Set the preferences in `values`: `unit`, `time_zone`, `theme`."""
    await connection.execute(
        "UPDATE user_account SET"
        " unit = CASE WHEN $3 THEN $4 ELSE unit END,"
        " time_zone = CASE WHEN $5 THEN $6 ELSE time_zone END,"
        " theme = CASE WHEN $7 THEN $8 ELSE theme END"
        " WHERE issuer = $1 AND subject = $2",
        caller.issuer,
        caller.subject,
        *(
            parameter
            for name in ("unit", "time_zone", "theme")
            for parameter in (name in values, values.get(name))
        ),
    )


async def load_sites(connection: Connection, access: Access) -> list[tuple[str, str]]:
    """Return slug and role of every site the caller sees, by slug."""
    rows = await connection.fetch(
        "SELECT id, slug FROM site WHERE $1::int[] IS NULL OR id = ANY($1::int[]) ORDER BY slug",
        access.sites(),
    )
    roles = ((row["slug"], access.role_at(row["id"])) for row in rows)
    return [(slug, role.word) for slug, role in roles if role is not None]
