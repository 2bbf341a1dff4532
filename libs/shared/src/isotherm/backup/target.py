"""The databases into which a backup is restored: made anew, and put in place of the old ones."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

import asyncpg

from isotherm.backup.errors import BackupError

RESTORING = "_restoring"
ASIDE = "_before_"
_DATA = {
    "isotherm": "SELECT EXISTS (SELECT FROM site) OR EXISTS (SELECT FROM device)"
    " OR EXISTS (SELECT FROM reading)",
    # the generated administrator, and the accounts of clients, are made by installing
    "keycloak": "SELECT count(*) > 1 FROM user_entity u JOIN realm r ON r.id = u.realm_id"
    " WHERE r.name <> 'master' AND u.service_account_client_link IS NULL",
}
_SESSIONS = """
SELECT DISTINCT usename, coalesce(nullif(application_name, ''), 'unnamed') AS application,
       coalesce(host(client_addr), 'local') AS address
FROM pg_stat_activity
WHERE datname = $1 AND backend_type = 'client backend' AND pid <> pg_backend_pid()
ORDER BY 1, 2, 3
"""
_TABLES = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|information_schema$)'
"""
_MADE_LIKE = """
SELECT pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding,
       datcollate, datctype, datconnlimit, datacl::text[] AS acl
FROM pg_database WHERE datname = $1
"""
_RIGHTS = """
SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS grantee,
       privilege_type, is_grantable
FROM pg_database, aclexplode(datacl) WHERE datname = $1
"""
_SETTINGS = """
SELECT CASE setrole WHEN 0 THEN NULL ELSE setrole::regrole::text END AS role,
       split_part(setting, '=', 1) AS name, substr(setting, strpos(setting, '=') + 1) AS value
FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase, unnest(setconfig) AS setting
WHERE datname = $1
"""
_LONGEST = 63
"""Bytes of a name; PostgreSQL cuts off what follows."""


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _beside(database: str, suffix: str) -> str:
    """Return the name of another database that belongs to this one.

    If PostgreSQL would cut it, possibly to the name of the database itself, then a part of
    its digest stands for its end.
    """
    if len((database + suffix).encode()) <= _LONGEST:
        return database + suffix
    suffix = f"_{hashlib.sha256(database.encode()).hexdigest()[:8]}{suffix}"
    return database.encode()[: _LONGEST - len(suffix)].decode(errors="ignore") + suffix


async def is_empty(connection: asyncpg.Connection) -> bool:
    """Return whether a database holds no table."""
    return not await connection.fetchval(_TABLES)


async def holds_data(connection: asyncpg.Connection, kind: str) -> bool:
    """Return whether a database holds more than a fresh installation: kind isotherm or keycloak."""
    try:
        return bool(await connection.fetchval(_DATA[kind]))
    except asyncpg.UndefinedTableError:
        return not await is_empty(connection)


async def refuse_sessions(admin: asyncpg.Connection, database: str) -> None:
    """Raise BackupError if a part is connected: it would write by what it remembers."""
    rows = await admin.fetch(_SESSIONS, database)
    if rows:
        who = ", ".join(
            f"{row['application']} ({row['usename']}, {row['address']})" for row in rows
        )
        raise BackupError(
            f"database {database} is in use by {who}: scale ingest, worker, api and keycloak"
            " to 0, and wait until their pods have ended"
        )


async def make_beside(admin: asyncpg.Connection, database: str) -> str:
    """Make an empty database like the given one: with its owner, rights and settings.

    Return its name. Raise BackupError if there is none like it.
    """
    like = await admin.fetchrow(_MADE_LIKE, database)
    if like is None:
        raise BackupError(f"there is no database {database}: run isotherm-migrate bootstrap first")
    name = _beside(database, RESTORING)
    await admin.execute(f"DROP DATABASE IF EXISTS {quoted(name)}")
    await admin.execute(
        f"CREATE DATABASE {quoted(name)} OWNER {quoted(like['owner'])} TEMPLATE template0"
        f" ENCODING {_text(like['encoding'])}"
        f" LC_COLLATE {_text(like['datcollate'])} LC_CTYPE {_text(like['datctype'])}"
        f" CONNECTION LIMIT {like['datconnlimit']}"
    )
    if like["acl"] is not None:
        await _copy_rights(admin, database, name)
    await _copy_settings(admin, database, name)
    return name


async def _copy_rights(admin: asyncpg.Connection, source: str, target: str) -> None:
    await admin.execute(f"REVOKE ALL ON DATABASE {quoted(target)} FROM PUBLIC")
    for row in await admin.fetch(_RIGHTS, source):
        grantable = " WITH GRANT OPTION" if row["is_grantable"] else ""
        await admin.execute(
            f"GRANT {row['privilege_type']} ON DATABASE {quoted(target)} TO {row['grantee']}"
            f"{grantable}"
        )


async def _copy_settings(admin: asyncpg.Connection, source: str, target: str) -> None:
    for row in await admin.fetch(_SETTINGS, source):
        of = f"ROLE {row['role']} IN DATABASE" if row["role"] else "DATABASE"
        async with admin.transaction():
            # as it is stored: a list would have to be quoted element by element
            await admin.execute("SELECT set_config($1, $2, true)", row["name"], row["value"])
            await admin.execute(f"ALTER {of} {quoted(target)} SET {row['name']} FROM CURRENT")


async def exchange(admin: asyncpg.Connection, restored: Mapping[str, str]) -> dict[str, str]:
    """Put restored databases, by the names they shall have, in place of the old ones.

    Return the names under which the old ones are kept. All names change in one transaction, which
    fails if somebody is connected.
    """
    instant = f"{datetime.now(UTC):%Y%m%dt%H%M%S}"
    aside = {name: _beside(name, f"{ASIDE}{instant}") for name in restored}
    try:
        async with admin.transaction():
            for name, beside in restored.items():
                await admin.execute(
                    f"ALTER DATABASE {quoted(name)} RENAME TO {quoted(aside[name])}"
                )
                await admin.execute(f"ALTER DATABASE {quoted(beside)} RENAME TO {quoted(name)}")
    except asyncpg.ObjectInUseError:
        for name in restored:
            await refuse_sessions(admin, name)
        raise BackupError("a database was in use at the last moment; nothing was changed") from None
    return aside
