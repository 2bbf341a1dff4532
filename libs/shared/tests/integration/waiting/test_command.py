"""`isotherm-wait` says what it waits for, and its exit code how the wait has ended."""

import asyncio
import os
import subprocess

import asyncpg

from isotherm.process.settings import without_settings
from isotherm.waiting.revision import REQUIRED, number
from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.database import Database

NEEDED = number(REQUIRED)


def wait(awaited: str, *arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run the command with these settings; return exit code, stdout and stderr."""
    ended = subprocess.run(  # noqa: S603  our own command
        [script("isotherm-wait"), awaited, *arguments],
        env=without_settings() | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return ended.returncode, ended.stdout, ended.stderr


async def test_an_older_schema_is_waited_for_and_a_newer_one_is_enough(database: Database) -> None:
    owner = await asyncpg.connect(database.owner)
    dsn = {"ISOTHERM_DATABASE_URL": database.api}
    await owner.execute("UPDATE alembic_version SET version_num = '0022'")
    code, out, error = await asyncio.to_thread(wait, "schema", "--timeout", "0.1", **dsn)
    assert code == 1
    # on a busy machine it says for how long it has waited
    assert out.startswith(f"waiting for the schema: database is at 22, needs {NEEDED}")
    assert out.count("\n") == 1
    assert error.startswith("isotherm-wait: gave up waiting for the schema after ")
    assert error.endswith(f" s: database is at 22, needs {NEEDED}\n")
    await owner.execute("UPDATE alembic_version SET version_num = $1", f"{NEEDED + 1:04d}")
    await owner.close()
    assert await asyncio.to_thread(wait, "schema", **dsn) == (
        0,
        f"the schema is at {NEEDED + 1}\n",
        "",
    )


async def test_a_password_beside_the_url(database: Database) -> None:
    settings = {
        "ISOTHERM_DATABASE_URL": database.api.replace(":api-password@", "@"),
        "PGPASSWORD": "api-password",
    }
    assert await asyncio.to_thread(wait, "database", **settings) == (
        0,
        "the database accepts the login\n",
        "",
    )


def test_without_a_database_in_the_settings_it_does_not_wait() -> None:
    assert wait("schema") == (2, "", "ISOTHERM_DATABASE_URL: is not set\n")


def test_sigterm_ends_it() -> None:
    with subprocess.Popen(  # noqa: S603  our own command
        [script("isotherm-wait"), "database"],
        env=os.environ | {"ISOTHERM_DATABASE_URL": f"postgresql://u@127.0.0.1:{free_port()}/d"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("waiting for the database: 127.0.0.1:")
        process.terminate()
        assert process.wait(30) == 143
