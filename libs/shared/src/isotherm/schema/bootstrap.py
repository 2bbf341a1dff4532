"""Create the databases and their roles, as an administrator of the server; migrations only grant.

Group roles cannot log in and hold the rights; each part has a login role that is a member of its
group. It is safe to repeat: it sets the given passwords and creates what is missing.

The administrator is a superuser, or has CREATEROLE and CREATEDB, as managed services give it. A
superuser's server is taken to be Isotherm's own, and what everybody may do there is narrowed; with
less, other databases and PostgreSQL's own functions stay as they are.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

import asyncpg

from isotherm.schema.roles import GROUPS, KEYCLOAK, LOGINS, OWNER, PARTS, login, quoted
from isotherm.schema.verifier import STANDARD_ITERATIONS, verifier_of

OLDEST_SERVER = 15
"""The first major version of PostgreSQL in which only a database's owner may create tables."""
_LOCKING = tuple(group for group in GROUPS if group != "isotherm_grafana")
"""The groups that take advisory locks."""
_READER_CONNECTIONS = 20
_LOCK = "SELECT pg_advisory_lock(hashtext('isotherm.bootstrap'))"
_ADMIN = "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
_ITERATIONS = "SELECT coalesce(current_setting('scram_iterations', true)::int, $1)"


class BootstrapError(Exception):
    """The administrator or the server cannot do what is needed; the message tells the cure."""


def _silent(_line: str) -> None:
    pass


async def bootstrap(
    admin_dsn: str,
    passwords: Mapping[str, str],
    *,
    database: str = "isotherm",
    keycloak: str | None = None,
    say: Callable[[str], None] = _silent,
) -> None:
    """Create roles and databases; `passwords` holds those of PARTS.

    A part without a password gets no login, or keeps the one it has. With the password `keycloak`,
    Keycloak gets a login and a database. `say` is called with a line for each thing that this
    administrator cannot do and that is left out. Raise BootstrapError.
    """
    connection = await asyncpg.connect(admin_dsn, timeout=10)
    try:
        await connection.execute(_LOCK)
        is_superuser = await _check_admin(connection)
        await _make_roles(connection, passwords, keycloak)
        owned = {database: OWNER} | ({} if keycloak is None else {KEYCLOAK: KEYCLOAK})
        for name, owner in owned.items():
            async with _member(connection, owner, needed=not is_superuser):
                await _make_database(connection, name, owner)
                if owner == OWNER:
                    await restrict(connection, name)
        if is_superuser:
            # every server has these two, and lets everyone connect to them
            await connection.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC")
        if "grafana" in passwords:
            await _bound_readers(connection)
        if is_superuser:
            await _close_functions_in(admin_dsn, database)
        else:
            say(
                "the administrator is no superuser: CONNECT on the databases postgres and"
                " template1, advisory locks and large objects stay open to every login of the"
                " server"
            )
    except asyncpg.InsufficientPrivilegeError as error:
        raise BootstrapError(await _cure(connection, error)) from None
    finally:
        connection.terminate()


async def _check_admin(connection: asyncpg.Connection) -> bool:
    """Return whether the administrator is a superuser; raise BootstrapError without rights."""
    version = connection.get_server_version().major
    if version < OLDEST_SERVER:
        raise BootstrapError(f"PostgreSQL {version} is too old: {OLDEST_SERVER} or newer is needed")
    row = await connection.fetchrow(_ADMIN)
    if row is None or not (row["rolsuper"] or (row["rolcreaterole"] and row["rolcreatedb"])):
        user = await connection.fetchval("SELECT current_user")
        raise BootstrapError(
            f"{user} may not create roles and databases: as an administrator of the server, run"
            f" ALTER ROLE {quoted(user)} CREATEROLE CREATEDB"
        )
    return bool(row["rolsuper"])


async def _cure(connection: asyncpg.Connection, error: asyncpg.PostgresError) -> str:
    user = await connection.fetchval("SELECT current_user")
    return (
        f"{user} may not change what another administrator created ({error}): as that one or a"
        f" superuser, grant it every role of Isotherm, such as GRANT {OWNER} TO {quoted(user)}"
        " WITH ADMIN OPTION"
    )


async def _make_roles(
    connection: asyncpg.Connection, passwords: Mapping[str, str], keycloak: str | None
) -> None:
    existing = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
    iterations = await connection.fetchval(_ITERATIONS, STANDARD_ITERATIONS)

    async def make_login(role: str, password: str) -> None:
        verb, verifier = "ALTER" if role in existing else "CREATE", verifier_of
        await connection.execute(
            f"{verb} ROLE {quoted(role)} LOGIN"
            f" PASSWORD '{verifier(password, iterations=iterations)}'"
        )

    for group in GROUPS:
        if group not in existing:
            await connection.execute(f"CREATE ROLE {quoted(group)} NOLOGIN")
    for part in PARTS:
        if part in passwords:
            await make_login(login(part), passwords[part])
            if part != "owner":
                await connection.execute(
                    f"GRANT {quoted('isotherm_' + part)} TO {quoted(login(part))}"
                )
    if keycloak is not None:
        await make_login(KEYCLOAK, keycloak)


@asynccontextmanager
async def _member(
    connection: asyncpg.Connection, role: str, *, needed: bool
) -> AsyncIterator[None]:
    """Make the administrator a member of a role while the block runs.

    Without being a superuser it may create only databases of roles it is a member of.
    """
    if not needed or await connection.fetchval("SELECT pg_has_role($1, 'USAGE')", role):
        yield
        return
    await connection.execute(f"GRANT {quoted(role)} TO CURRENT_USER")
    try:
        yield
    finally:
        await connection.execute(f"REVOKE {quoted(role)} FROM CURRENT_USER")


async def _make_database(connection: asyncpg.Connection, name: str, owner: str) -> None:
    """Create a database that only its owner may use; one that exists is given to the owner."""
    of = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = $1"
    owner_now = await connection.fetchval(of, name)
    if owner_now is None:
        await connection.execute(f"CREATE DATABASE {quoted(name)} OWNER {quoted(owner)}")
    elif owner_now != owner:
        await connection.execute(f"ALTER DATABASE {quoted(name)} OWNER TO {quoted(owner)}")
    await connection.execute(f"REVOKE ALL ON DATABASE {quoted(name)} FROM PUBLIC")


async def _bound_readers(connection: asyncpg.Connection) -> None:
    """Bound what a login whose SQL people write themselves can occupy."""
    role = quoted(LOGINS["grafana"])
    await connection.execute(
        f"ALTER ROLE {role} CONNECTION LIMIT {_READER_CONNECTIONS};"
        f" ALTER ROLE {role} SET statement_timeout = '60s';"
        f" ALTER ROLE {role} SET lock_timeout = '10s';"
        f" ALTER ROLE {role} SET idle_in_transaction_session_timeout = '60s'"
    )


async def _close_functions_in(admin_dsn: str, database: str) -> None:
    connection = await asyncpg.connect(admin_dsn, database=database, timeout=10)
    try:
        await _close_functions(connection)
    finally:
        connection.terminate()


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
    groups = ", ".join(map(quoted, (OWNER, *_LOCKING)))
    for row in rows:
        await connection.execute(f"REVOKE EXECUTE ON FUNCTION {row['function']} FROM PUBLIC")
        if row["locks"]:
            await connection.execute(f"GRANT EXECUTE ON FUNCTION {row['function']} TO {groups}")


async def restrict(connection: asyncpg.Connection, database: str) -> None:
    """Let only the group roles connect to the database."""
    groups = ", ".join(map(quoted, GROUPS))
    await connection.execute(
        f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC;"
        f" GRANT CONNECT ON DATABASE {quoted(database)} TO {groups}"
    )
