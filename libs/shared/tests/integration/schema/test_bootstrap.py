"""Roles and databases on a server of their own, made by a superuser or a lesser one."""

import asyncio
from urllib.parse import quote

import asyncpg
import pytest
from server_parts import HARD, PASSWORDS, execute, value_of

from isotherm.schema.bootstrap import BootstrapError, bootstrap
from isotherm.schema.migrate import check, upgrade
from isotherm.schema.roles import PARTS, dsn_for
from isotherm_devstack.parts.postgres import Postgres


async def lesser(server: Postgres, rights: str = "CREATEROLE CREATEDB") -> str:
    """Return the DSN of an administrator who is no superuser."""
    await execute(server.dsn(), f"CREATE ROLE cloud LOGIN PASSWORD 'cloud' {rights}")
    return f"postgresql://cloud:cloud@127.0.0.1:{server.port}/postgres"


async def assert_works(server: Postgres) -> None:
    """Assert that the schema can be made, and that each part can log in."""
    await upgrade(dsn_for(server.dsn(), "owner", PASSWORDS["owner"], "isotherm"))
    await check(dsn_for(server.dsn(), "owner", PASSWORDS["owner"], "isotherm"))
    for part in PARTS:
        dsn = dsn_for(server.dsn(), part, PASSWORDS[part], "isotherm")
        assert await value_of(dsn, "SELECT current_database()") == "isotherm"
    keycloak = f"postgresql://keycloak:{quote(HARD, safe='')}@127.0.0.1:{server.port}/keycloak"
    await execute(keycloak, "CREATE TABLE IF NOT EXISTS realm (id int)")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(dsn_for(server.dsn(), "api", PASSWORDS["api"], "keycloak"))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(keycloak.rpartition("/")[0] + "/isotherm")


async def test_a_superuser_makes_everything_and_again(server: Postgres) -> None:
    said: list[str] = []
    for _ in range(2):
        await bootstrap(server.dsn(), PASSWORDS, keycloak=HARD, say=said.append)
        await assert_works(server)
    assert said == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(dsn_for(server.dsn(), "api", PASSWORDS["api"], "postgres"))


async def test_a_lesser_administrator_makes_everything_but_what_it_says(server: Postgres) -> None:
    said: list[str] = []
    admin = await lesser(server)
    for _ in range(2):
        await bootstrap(admin, PASSWORDS, keycloak=HARD, say=said.append)
        await assert_works(server)
    assert len(set(said)) == 1
    assert said[0].startswith("the administrator is no superuser: CONNECT on the databases")
    # its membership, which creating databases needed, is taken back
    assert not await value_of(admin, "SELECT pg_has_role('isotherm_owner', 'USAGE')")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(f"postgresql://cloud:cloud@127.0.0.1:{server.port}/isotherm")


async def test_a_database_that_is_already_there_is_given_to_the_owner(server: Postgres) -> None:
    admin = await lesser(server)
    await execute(admin, "CREATE DATABASE isotherm")
    await bootstrap(admin, PASSWORDS, keycloak=HARD)
    await assert_works(server)


async def test_an_administrator_who_may_too_little_is_told_the_cure(server: Postgres) -> None:
    admin = await lesser(server, "CREATEDB")
    with pytest.raises(BootstrapError, match='ALTER ROLE "cloud" CREATEROLE CREATEDB'):
        await bootstrap(admin, PASSWORDS)


async def test_roles_of_another_administrator_are_told_with_the_cure(server: Postgres) -> None:
    admin = await lesser(server)
    await execute(server.dsn(), "CREATE ROLE isotherm_owner LOGIN")
    with pytest.raises(BootstrapError, match='GRANT isotherm_owner TO "cloud" WITH ADMIN OPTION'):
        await bootstrap(admin, PASSWORDS)


async def test_two_at_once(server: Postgres) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(bootstrap(server.dsn(), PASSWORDS, keycloak=HARD))
    await assert_works(server)


async def test_functions_are_closed_by_one_at_a_time(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that change the rights of a function at once fail: "tuple concurrently updated"."""
    locked: list[bool] = []

    async def look(connection: asyncpg.Connection) -> None:
        held = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted)"
        locked.append(await connection.fetchval(held))

    monkeypatch.setattr("isotherm.schema.bootstrap._close_functions", look)
    await bootstrap(server.dsn(), PASSWORDS)
    assert locked == [True]


async def test_no_password_reaches_the_servers_log(
    server: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await execute(server.dsn(), "ALTER SYSTEM SET log_statement = 'all'")
    await execute(server.dsn(), "SELECT pg_reload_conf()")
    logging = "SELECT current_setting('log_statement')"
    while await value_of(server.dsn(), logging) != "all":
        pass
    await bootstrap(server.dsn(), PASSWORDS, keycloak=HARD)
    log = server.command().log.read_text()
    assert "CREATE ROLE" in log
    assert HARD not in log
