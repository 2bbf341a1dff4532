"""Create the database and its roles, with a superuser's rights; migrations only grant.

Group roles cannot log in and hold the rights; each part has a login role that is a member of its
group. It is safe to repeat: it sets the given passwords and creates what is missing.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

OWNER = "isotherm_owner"
GROUPS = ("isotherm_ingest", "isotherm_worker", "isotherm_api", "isotherm_grafana")
LOGINS = {group.removeprefix("isotherm_"): f"{group}_login" for group in GROUPS}
"""The login role of each part."""
_LOCKING = tuple(group for group in GROUPS if group != "isotherm_grafana")
"""The groups that take advisory locks."""
_READER_CONNECTIONS = 20
PARTS = ("owner", *LOGINS)
"""The parts for which `bootstrap` needs a password."""


def login(part: str) -> str:
    """Return the role a part logs in as; `owner` is that of migrations."""
    return OWNER if part == "owner" else LOGINS[part]


def dsn_for(admin_dsn: str, part: str, password: str, database: str) -> str:
    """Return the DSN of a part on the server of the administrator's DSN."""
    url = urlsplit(admin_dsn)
    address = f"{url.hostname}:{url.port or 5432}"
    return urlunsplit(
        (
            "postgresql",
            f"{login(part)}:{quote(password, safe='')}@{address}",
            f"/{database}",
            "",
            "",
        )
    )


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


async def bootstrap(
    admin_dsn: str, passwords: Mapping[str, str], *, database: str = "isotherm"
) -> None:
    """Create roles and database; `passwords` holds one for each of PARTS."""
    connection = await asyncpg.connect(admin_dsn, timeout=10)
    try:
        roles = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
        for group in GROUPS:
            if group not in roles:
                await connection.execute(f"CREATE ROLE {_name(group)} NOLOGIN")
        for part in PARTS:
            role, verb = login(part), "ALTER" if login(part) in roles else "CREATE"
            await connection.execute(
                f"{verb} ROLE {_name(role)} LOGIN PASSWORD {_text(passwords[part])}"
            )
            if part != "owner":
                await connection.execute(f"GRANT {_name('isotherm_' + part)} TO {_name(role)}")
        exists = "SELECT 1 FROM pg_database WHERE datname = $1"
        if not await connection.fetchval(exists, database):
            await connection.execute(f"CREATE DATABASE {_name(database)} OWNER {OWNER}")
        # every server has these two, and lets everyone connect to them
        await connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
        await restrict(connection, database)
        await _bound_readers(connection)
    finally:
        await connection.close()
    inside = await asyncpg.connect(admin_dsn, database=database, timeout=10)
    try:
        await _close_functions(inside)
    finally:
        await inside.close()


async def _bound_readers(connection: asyncpg.Connection) -> None:
    """Bound what a login whose SQL people write themselves can occupy."""
    role = _name(LOGINS["grafana"])
    await connection.execute(
        f"ALTER ROLE {role} CONNECTION LIMIT {_READER_CONNECTIONS};"
        f" ALTER ROLE {role} SET statement_timeout = '60s';"
        f" ALTER ROLE {role} SET lock_timeout = '10s';"
        f" ALTER ROLE {role} SET idle_in_transaction_session_timeout = '60s'"
    )


async def _close_functions(connection: asyncpg.Connection) -> None:
    """Take functions from everybody that reach beyond a role's tables.

    An advisory lock of a reader could stop all who write, and large objects take disk. The parts
    that use locks get them back; nobody uses large objects.
    """
    rows = await connection.fetch(
        "SELECT oid::regprocedure::text AS function, proname ~ 'advisory' AS locks FROM pg_proc"
        " WHERE pronamespace = 'pg_catalog'::regnamespace"
        " AND proname ~ '^(pg_(try_)?advisory_.*|lo_.*|loread|lowrite)$'"
    )
    groups = ", ".join(map(_name, (OWNER, *_LOCKING)))
    for row in rows:
        await connection.execute(f"REVOKE EXECUTE ON FUNCTION {row['function']} FROM PUBLIC")
        if row["locks"]:
            await connection.execute(f"GRANT EXECUTE ON FUNCTION {row['function']} TO {groups}")


async def restrict(connection: asyncpg.Connection, database: str) -> None:
    """Let only the group roles connect to the database."""
    groups = ", ".join(map(_name, GROUPS))
    await connection.execute(
        f"REVOKE ALL ON DATABASE {_name(database)} FROM PUBLIC;"
        f" GRANT CONNECT ON DATABASE {_name(database)} TO {groups}"
    )
