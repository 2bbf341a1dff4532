"""`isotherm-migrate` says what came of its verb, or in one line why it failed."""

import asyncio

import asyncpg
import pytest
from server_parts import HARD, PASSWORDS, execute, value_of

from isotherm.process.settings import without_settings
from isotherm.schema.migrate import current, head
from isotherm.schema.roles import PARTS, dsn_for
from isotherm.waiting.revision import number
from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.testing.database import Database, Databases


async def migrate(verb: str, *arguments: str, code: int = 0, **environment: str) -> tuple[str, str]:
    """Run the command with these settings; return stdout and stderr."""
    process = await asyncio.create_subprocess_exec(
        script("isotherm-migrate"), verb, *arguments, env=without_settings() | environment,
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


async def test_bootstrap_sets_changed_passwords_and_needs_not_all(
    server: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> None:
    few = {part: PASSWORDS[part] for part in PARTS if part != "grafana"}
    out, _ = await migrate("bootstrap", **environment(server, **few))
    assert out == "databases and logins are there, with the given passwords\n"
    roles = "SELECT array_agg(rolname) FROM pg_roles WHERE rolname ~ 'grafana_login|keycloak'"
    assert await value_of(server.dsn(), roles) is None
    file = tmp_path_factory.mktemp("secret") / "api"
    file.write_text("another é\n")
    changed = environment(server, **(few | {"keycloak": HARD}))
    del changed["ISOTHERM_API_PASSWORD"]
    await migrate("bootstrap", ISOTHERM_API_PASSWORD_FILE=str(file), **changed)
    await value_of(dsn_for(server.dsn(), "api", "another é", "isotherm"), "SELECT 1")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(dsn_for(server.dsn(), "api", PASSWORDS["api"], "isotherm"))


async def test_upgrading_twice_at_once_and_after_a_rollback(databases: Databases) -> None:
    async with databases.empty() as database:
        owner = {
            "ISOTHERM_DATABASE_URL": database.owner.replace(":owner-password@", "@"),
            "PGPASSWORD": "owner-password",
        }
        said = await asyncio.gather(*(migrate("upgrade", **owner) for _ in range(2)))
        lasts = sorted(out.splitlines()[-1] for out, _ in said)
        assert lasts == [f"schema is at {head()}", f"schema is at {head()}, was at None"]
        newer = number(head()) + 1
        await execute(
            database.owner,
            "UPDATE alembic_version SET version_num = lpad((version_num::int + 1)::text, 4, '0')",
        )
        out, _ = await migrate("upgrade", **owner)
        assert out.splitlines()[-1] == (
            f"database is newer ({newer}) than this code ({number(head())}): nothing to do"
        )
        assert await current(database.owner) == f"{newer:04d}"


async def test_check_fails_with_what_differs_and_current_shows_the_revision(
    database: Database,
) -> None:
    owner = {"ISOTHERM_DATABASE_URL": database.owner}
    await execute(database.owner, "ALTER TABLE site ADD COLUMN by_hand text")
    out, error = await migrate("check", code=1, **owner)
    assert out == ""
    assert error.startswith("isotherm-migrate: ")
    assert "by_hand" in error
    out, _ = await migrate("current", **owner)
    assert out == f"schema is at {head()}, this code is at {head()}\n"


async def test_upgrade_without_a_server_gives_up_after_the_timeout() -> None:
    port = free_port()
    out, error = await migrate(
        "upgrade", "--timeout", "0.1", code=1,
        ISOTHERM_DATABASE_URL=f"postgresql://u:terrible@127.0.0.1:{port}/d",
    )  # fmt: skip
    assert out.startswith(f"waiting for the database: 127.0.0.1:{port} cannot be reached")
    assert error.startswith("isotherm-migrate: gave up waiting for the database after ")
    assert "terrible" not in out + error


async def test_check_without_a_server_fails_at_once_with_one_line() -> None:
    address = f"127.0.0.1:{free_port()}"
    url = f"postgresql://u:terrible@{address}/d"
    assert await migrate("check", code=1, ISOTHERM_DATABASE_URL=url) == (
        "",
        f"isotherm-migrate: {address} cannot be reached (Connection refused)\n",
    )


@pytest.mark.parametrize("verb", ["check", "current"])
@pytest.mark.parametrize(
    ("changed", "to", "said"),
    [
        ("owner-password", "terrible", "refuses isotherm_owner: wrong password"),
        ("{database}", "none", 'has no database "none"'),
        ("isotherm_owner", "nobody", "refuses nobody"),
    ],
    ids=["password", "database", "role"],
)
async def test_without_a_login_it_fails_at_once_with_one_line(
    database: Database, verb: str, changed: str, to: str, said: str
) -> None:
    url = database.owner.replace(changed.format(database=database.name), to)
    out, error = await migrate(verb, code=1, ISOTHERM_DATABASE_URL=url)
    assert out == ""
    assert error.startswith("isotherm-migrate: 127.0.0.1:")
    assert said in error
    assert error.count("\n") == 1
    assert "terrible" not in error
