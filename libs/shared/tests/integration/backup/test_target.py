"""A restored database is made like the one that it replaces, whose data is kept."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from isotherm.backup import target
from isotherm.backup.errors import BackupError
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.testing.database import Database, Databases

LIKE = """
SELECT pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding, datcollate,
       datctype, datconnlimit, ARRAY(SELECT unnest(datacl)::text ORDER BY 1) AS rights,
       ARRAY(SELECT setrole::regrole || ' ' || setconfig::text FROM pg_db_role_setting
             WHERE setdatabase = d.oid ORDER BY 1) AS settings
FROM pg_database d WHERE datname = $1
"""
SET = (
    "ALTER DATABASE {0} CONNECTION LIMIT 50",
    "GRANT CREATE ON DATABASE {0} TO isotherm_worker WITH GRANT OPTION",
    "ALTER DATABASE {0} SET work_mem = '8MB'",
    'ALTER DATABASE {0} SET search_path = public, "other\'s, place"',
    "ALTER ROLE isotherm_api IN DATABASE {0} SET statement_timeout = '9s'",
)
LONGEST = "d" * 63
"""PostgreSQL would take a longer name for this one."""
PEOPLE = """
CREATE TABLE realm (id text PRIMARY KEY, name text);
CREATE TABLE user_entity (realm_id text, service_account_client_link text);
INSERT INTO realm VALUES ('m', 'master'), ('1', 'isotherm');
INSERT INTO user_entity VALUES ('m', NULL), ('m', NULL), ('1', NULL), ('1', 'isotherm-lookup');
"""


class Busy(asyncpg.Connection):
    """Finds a database in use when it is renamed; PostgreSQL itself waits seconds for that."""

    async def execute(self, query: str, *args: object, **options: object) -> str:
        """Execute a statement, or raise what PostgreSQL raises."""
        if "RENAME" in query:
            raise asyncpg.ObjectInUseError("database is being accessed by other users")
        return await super().execute(query, *args, **options)


@pytest_asyncio.fixture
async def admin(database: Database, postgres: Postgres) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection to the server, who drops what was made beside the database."""
    connection = await asyncpg.connect(postgres.dsn())
    yield connection
    beside = f"{database.name}\\_%"
    rows = await connection.fetch("SELECT datname FROM pg_database WHERE datname LIKE $1", beside)
    for row in rows:
        await connection.execute(f'DROP DATABASE "{row["datname"]}" WITH (FORCE)')
    await connection.close()


async def test_only_a_database_without_tables_is_empty(databases: Databases) -> None:
    async with databases.empty() as database:
        connection = await asyncpg.connect(database.superuser)
        assert await target.is_empty(connection)
        assert not await target.holds_data(connection, "isotherm")
        await connection.execute("CREATE SCHEMA theirs; CREATE TABLE theirs.parent (n int)")
        assert not await target.is_empty(connection)
        # a table that Isotherm does not know is data
        assert await target.holds_data(connection, "isotherm")
        await connection.close()


async def test_an_installation_without_sites_and_devices_holds_no_data(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser)
    assert not await target.holds_data(connection, "isotherm")
    await connection.execute("INSERT INTO device (name) VALUES ('fridge')")
    assert await target.holds_data(connection, "isotherm")
    await connection.close()


async def test_only_people_beyond_the_first_administrator_are_data_of_keycloak(
    databases: Databases,
) -> None:
    async with databases.empty() as database:
        connection = await asyncpg.connect(database.superuser)
        await connection.execute(PEOPLE)
        assert not await target.holds_data(connection, "keycloak")
        await connection.execute("INSERT INTO user_entity VALUES ('1', NULL)")
        assert await target.holds_data(connection, "keycloak")
        await connection.close()


async def test_an_empty_database_is_made_with_the_same_owner_and_rights(
    database: Database, postgres: Postgres, admin: asyncpg.Connection
) -> None:
    left = await target.make_beside(admin, database.name)
    connection = await asyncpg.connect(postgres.dsn(left))
    await connection.execute("CREATE TABLE left_by_a_restore ()")
    await connection.close()
    name = await target.make_beside(admin, database.name)

    assert name == left == f"{database.name}_restoring"
    assert await admin.fetchrow(LIKE, name) == await admin.fetchrow(LIKE, database.name)
    connection = await asyncpg.connect(postgres.dsn(name))
    assert await target.is_empty(connection)
    await connection.close()


async def test_its_settings_and_rights_to_grant_are_those_of_the_other(
    database: Database, admin: asyncpg.Connection
) -> None:
    for statement in SET:
        await admin.execute(statement.format(target.quoted(database.name)))
    name = await target.make_beside(admin, database.name)

    made, like = await admin.fetchrow(LIKE, name), await admin.fetchrow(LIKE, database.name)
    assert made == like
    assert (len(made["settings"]), made["datconnlimit"]) == (2, 50)
    assert any("C*" in right for right in made["rights"])


async def test_a_database_with_the_longest_name_is_restored_beside_itself(
    admin: asyncpg.Connection, postgres: Postgres
) -> None:
    longest = (LONGEST, LONGEST[:-1] + "e")
    before = await _names(admin)
    try:
        for name in longest:
            await admin.execute(f"CREATE DATABASE {name}")
            connection = await asyncpg.connect(postgres.dsn(name))
            await connection.execute("CREATE TABLE precious ()")
            await connection.close()
        restored = {name: await target.make_beside(admin, name) for name in longest}
        assert await _names(admin) == before | set(longest) | set(restored.values())
        kept = await target.exchange(admin, restored)
        assert await _names(admin) == before | set(longest) | set(kept.values())
        assert all(target.ASIDE in name for name in kept.values())
        connection = await asyncpg.connect(postgres.dsn(kept[LONGEST]))
        assert not await target.is_empty(connection)
        await connection.close()
    finally:
        for name in await _names(admin) - before:
            await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


async def test_a_database_that_does_not_exist_cannot_be_replaced(
    admin: asyncpg.Connection,
) -> None:
    with pytest.raises(BackupError, match="there is no database missing: run isotherm-migrate"):
        await target.make_beside(admin, "missing")


async def test_a_restored_database_takes_the_name_and_the_old_one_is_kept(
    database: Database, postgres: Postgres, admin: asyncpg.Connection
) -> None:
    beside = await target.make_beside(admin, database.name)
    kept = await target.exchange(admin, {database.name: beside})

    assert kept[database.name].startswith(f"{database.name}_before_")
    for name, is_empty in ((database.name, True), (kept[database.name], False)):
        connection = await asyncpg.connect(postgres.dsn(name))
        assert await target.is_empty(connection) is is_empty
        await connection.close()


async def test_all_names_change_or_none(database: Database, admin: asyncpg.Connection) -> None:
    before = await _names(admin)
    beside = await target.make_beside(admin, database.name)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await target.exchange(admin, {database.name: beside, "missing": "missing_restoring"})

    assert await _names(admin) == before | {beside}


async def test_who_uses_a_database_at_the_last_moment_is_named(
    database: Database, postgres: Postgres, admin: asyncpg.Connection
) -> None:
    busy = await asyncpg.connect(postgres.dsn(), connection_class=Busy)
    restored = {database.name: await target.make_beside(admin, database.name)}
    with pytest.raises(BackupError, match="at the last moment; nothing was changed"):
        await target.exchange(busy, restored)
    part = await asyncpg.connect(
        database.worker, server_settings={"application_name": "isotherm-worker"}
    )
    with pytest.raises(BackupError, match=r"isotherm-worker \(isotherm_worker_login, 127"):
        await target.exchange(busy, restored)
    await part.close()
    await busy.close()


async def test_only_sessions_of_the_database_itself_are_refused(
    database: Database, postgres: Postgres, admin: asyncpg.Connection
) -> None:
    other = await asyncpg.connect(postgres.dsn())
    await target.refuse_sessions(admin, database.name)
    sessions = [
        await asyncpg.connect(database.api, server_settings={"application_name": name})
        for name in ("", "isotherm-api", "isotherm-api")
    ]
    with pytest.raises(BackupError) as refused:
        await target.refuse_sessions(admin, database.name)
    for connection in (other, *sessions):
        await connection.close()

    assert str(refused.value).startswith(
        f"database {database.name} is in use by isotherm-api (isotherm_api_login, 127.0.0.1),"
        " unnamed (isotherm_api_login, 127.0.0.1): scale "
    )


async def _names(admin: asyncpg.Connection) -> set[str]:
    return {row["datname"] for row in await admin.fetch("SELECT datname FROM pg_database")}
