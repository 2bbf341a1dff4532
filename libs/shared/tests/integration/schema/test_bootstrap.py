"""Roles and databases on a server of their own, made by a superuser or a lesser one."""

import asyncio
import os
from collections.abc import AsyncIterator
from urllib.parse import quote

import asyncpg
import pytest
import pytest_asyncio

from isotherm.schema.bootstrap import BootstrapError, bootstrap
from isotherm.schema.migrate import check, current, head, upgrade
from isotherm.schema.roles import PARTS, dsn_for
from isotherm.waiting.revision import number
from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.postgres import Postgres

HARD = "p@ss/w:rd%#é"
PASSWORDS = {part: f"{part} {HARD}" for part in PARTS}


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Postgres]:
    """A server without any role of Isotherm."""
    home = tmp_path_factory.mktemp("fresh")
    postgres = Postgres(home, free_port(), "superuser", home / "log", durable=False)
    await postgres.prepare()
    async with running(postgres):
        yield postgres


async def lesser(server: Postgres, rights: str = "CREATEROLE CREATEDB") -> str:
    """Return the DSN of an administrator who is no superuser."""
    await _execute(server.dsn(), f"CREATE ROLE cloud LOGIN PASSWORD 'cloud' {rights}")
    return f"postgresql://cloud:cloud@127.0.0.1:{server.port}/postgres"


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _value(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def migrate(verb: str, *arguments: str, code: int = 0, **environment: str) -> tuple[str, str]:
    """Run the command; return stdout and stderr."""
    process = await asyncio.create_subprocess_exec(
        script("isotherm-migrate"), verb, *arguments, env=os.environ | environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, error = await process.communicate()
    assert process.returncode == code, error.decode()
    return out.decode(), error.decode()


def environment(server: Postgres, **passwords: str) -> dict[str, str]:
    """Return the settings of `bootstrap` by the superuser, whose password is beside its URL."""
    named = {f"ISOTHERM_{part.upper()}_PASSWORD": secret for part, secret in passwords.items()}
    url = f"postgresql://postgres@127.0.0.1:{server.port}/postgres"
    return {"ISOTHERM_ADMIN_DATABASE_URL": url, "PGPASSWORD": server.password} | named


async def assert_works(server: Postgres) -> None:
    """Assert that the schema can be made, and that each part can log in."""
    await upgrade(dsn_for(server.dsn(), "owner", PASSWORDS["owner"], "isotherm"))
    await check(dsn_for(server.dsn(), "owner", PASSWORDS["owner"], "isotherm"))
    for part in PARTS:
        dsn = dsn_for(server.dsn(), part, PASSWORDS[part], "isotherm")
        assert await _value(dsn, "SELECT current_database()") == "isotherm"
    keycloak = f"postgresql://keycloak:{quote(HARD, safe='')}@127.0.0.1:{server.port}/keycloak"
    await _execute(keycloak, "CREATE TABLE IF NOT EXISTS realm (id int)")
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
    assert not await _value(admin, "SELECT pg_has_role('isotherm_owner', 'USAGE')")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(f"postgresql://cloud:cloud@127.0.0.1:{server.port}/isotherm")


async def test_a_database_that_is_already_there_is_given_to_the_owner(server: Postgres) -> None:
    admin = await lesser(server)
    await _execute(admin, "CREATE DATABASE isotherm")
    await bootstrap(admin, PASSWORDS, keycloak=HARD)
    await assert_works(server)


async def test_an_administrator_who_may_too_little_is_told_the_cure(server: Postgres) -> None:
    admin = await lesser(server, "CREATEDB")
    with pytest.raises(BootstrapError, match='ALTER ROLE "cloud" CREATEROLE CREATEDB'):
        await bootstrap(admin, PASSWORDS)


async def test_roles_of_another_administrator_are_told_with_the_cure(server: Postgres) -> None:
    admin = await lesser(server)
    await _execute(server.dsn(), "CREATE ROLE isotherm_owner LOGIN")
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


async def test_the_command_sets_changed_passwords_and_needs_not_all(
    server: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> None:
    few = {part: PASSWORDS[part] for part in PARTS if part != "grafana"}
    out, _ = await migrate("bootstrap", **environment(server, **few))
    assert out == "databases and logins are there, with the given passwords\n"
    roles = "SELECT array_agg(rolname) FROM pg_roles WHERE rolname ~ 'grafana_login|keycloak'"
    assert await _value(server.dsn(), roles) is None
    file = tmp_path_factory.mktemp("secret") / "api"
    file.write_text("another é\n")
    changed = environment(server, **(few | {"keycloak": HARD}))
    del changed["ISOTHERM_API_PASSWORD"]
    await migrate("bootstrap", ISOTHERM_API_PASSWORD_FILE=str(file), **changed)
    await _value(dsn_for(server.dsn(), "api", "another é", "isotherm"), "SELECT 1")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(dsn_for(server.dsn(), "api", PASSWORDS["api"], "isotherm"))


async def test_no_password_reaches_the_servers_log(
    server: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> None:
    await _execute(server.dsn(), "ALTER SYSTEM SET log_statement = 'all'")
    await _execute(server.dsn(), "SELECT pg_reload_conf()")
    logging = "SELECT current_setting('log_statement')"
    while await _value(server.dsn(), logging) != "all":
        pass
    await bootstrap(server.dsn(), PASSWORDS, keycloak=HARD)
    log = server.command().log.read_text()
    assert "CREATE ROLE" in log
    assert HARD not in log


async def test_a_missing_password_is_named(server: Postgres) -> None:
    _, error = await migrate("bootstrap", code=2, **environment(server, owner="x"))
    assert error == "ISOTHERM_INGEST_PASSWORD: is not set\n"


async def test_upgrading_twice_at_once_and_after_a_rollback(server: Postgres) -> None:
    await bootstrap(server.dsn(), PASSWORDS)
    dsn = dsn_for(server.dsn(), "owner", PASSWORDS["owner"], "isotherm")
    url = dsn.replace(quote(PASSWORDS["owner"], safe=""), "").replace(":@", "@")
    owner = {"ISOTHERM_DATABASE_URL": url, "PGPASSWORD": PASSWORDS["owner"]}
    said = await asyncio.gather(*(migrate("upgrade", **owner) for _ in range(2)))
    lasts = sorted(out.splitlines()[-1] for out, _ in said)
    assert lasts == [f"schema is at {head()}", f"schema is at {head()}, was at None"]
    newer = number(head()) + 1
    await _execute(
        dsn,
        "UPDATE alembic_version SET version_num = lpad((version_num::int + 1)::text, 4, '0')",
    )
    out, _ = await migrate("upgrade", **owner)
    assert out.splitlines()[-1] == (
        f"database is newer ({newer}) than this code ({number(head())}): nothing to do"
    )
    assert await current(dsn) == f"{newer:04d}"


async def test_without_a_server_it_gives_up_after_the_timeout() -> None:
    port = free_port()
    out, error = await migrate(
        "upgrade", "--timeout", "0.1", code=1,
        ISOTHERM_DATABASE_URL=f"postgresql://u:terrible@127.0.0.1:{port}/d",
    )  # fmt: skip
    assert out.startswith(f"waiting for the database: 127.0.0.1:{port} cannot be reached")
    assert error.startswith("isotherm-migrate: gave up waiting for the database after ")
    assert "terrible" not in out + error
