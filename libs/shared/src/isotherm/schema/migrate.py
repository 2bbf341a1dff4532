"""`isotherm-migrate`: brings the database's schema up to date, or says whether it is."""

import argparse
import asyncio
import sys
from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Connection

from isotherm.process.connections import GONE
from isotherm.process.settings import PREFIX, load
from isotherm.schema.engine import engine


class MigrateSettings(BaseSettings):
    """The owner's DSN; nothing else is needed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)
    database_url: SecretStr


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "isotherm.schema:migrations")
    config.set_main_option("path_separator", "os")
    return config


def head() -> str:
    """The newest revision this code knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("there are no migrations")
    return revision


async def _with_connection(dsn: str, act: Callable[[Connection], None]) -> None:
    made = engine(dsn, size=1, application="isotherm-migrate")
    try:
        async with made.connect() as connection:
            await connection.run_sync(act)
            await connection.commit()
    finally:
        await made.dispose()


async def upgrade(dsn: str, revision: str = "head") -> None:
    """Applies every migration up to a revision; does nothing where that is already so."""

    def act(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    await _with_connection(dsn, act)


async def check(dsn: str) -> None:
    """Raises CommandError where the schema and the models differ."""

    def act(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.check(config)

    await _with_connection(dsn, act)


async def current(dsn: str) -> str | None:
    """The revision the database is at, none while it is empty."""
    found: list[str | None] = []

    def act(connection: Connection) -> None:
        found.append(MigrationContext.configure(connection).get_current_revision())

    await _with_connection(dsn, act)
    return found[0]


async def _run(verb: str, dsn: str) -> str:
    match verb:
        case "upgrade":
            before = await current(dsn)
            await upgrade(dsn)
            return f"schema is at {head()}" + ("" if before == head() else f", was at {before}")
        case "check":
            await check(dsn)
            return "schema and models agree"
        case _:
            return f"schema is at {await current(dsn)}, this code is at {head()}"


def main() -> None:
    """Command line; exit code 1 where the schema differs or the database is away."""
    parser = argparse.ArgumentParser(
        prog="isotherm-migrate",
        description="Brings Isotherm's schema up to date. Reads ISOTHERM_DATABASE_URL (the owner).",
    )
    parser.add_argument("verb", choices=("upgrade", "check", "current"))
    verb = parser.parse_args().verb
    settings = load(MigrateSettings)
    try:
        said = asyncio.run(_run(verb, settings.database_url.get_secret_value()))
    except CommandError as error:
        raise SystemExit(f"isotherm-migrate: {error}") from None
    except GONE as error:
        raise SystemExit(f"isotherm-migrate: the database cannot be reached: {error}") from None
    sys.stdout.write(said + "\n")
