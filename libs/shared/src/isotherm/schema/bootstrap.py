"""Makes the database and its roles, with a superuser's rights; migrations only grant.

Group roles cannot log in and carry the rights; each part has a login that is a member of its group.
Safe to repeat: it changes passwords to those given and adds what is missing.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

OWNER = "isotherm_owner"
GROUPS = ("isotherm_ingest", "isotherm_worker", "isotherm_api", "isotherm_grafana")
LOGINS = {group.removeprefix("isotherm_"): f"{group}_login" for group in GROUPS}
"""Part → the role it logs in as."""
PARTS = ("owner", *LOGINS)
"""Whose passwords `bootstrap` wants."""


def login(part: str) -> str:
    """The role a part logs in as; `owner` is who migrates."""
    return OWNER if part == "owner" else LOGINS[part]


def dsn_for(admin_dsn: str, part: str, password: str, database: str) -> str:
    """The DSN of a part on the server that the administrator's DSN names."""
    url = urlsplit(admin_dsn)
    where = f"{url.hostname}:{url.port or 5432}"
    return urlunsplit(
        ("postgresql", f"{login(part)}:{quote(password, safe='')}@{where}", f"/{database}", "", "")
    )


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


async def bootstrap(
    admin_dsn: str, passwords: Mapping[str, str], *, database: str = "isotherm"
) -> None:
    """Makes roles and database; `passwords` holds one for each of PARTS."""
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
        await connection.execute(f"REVOKE ALL ON DATABASE {_name(database)} FROM PUBLIC")
        # every server has these two, and lets everyone connect to them
        await connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
        groups = ", ".join(map(_name, GROUPS))
        await connection.execute(f"GRANT CONNECT ON DATABASE {_name(database)} TO {groups}")
    finally:
        await connection.close()
