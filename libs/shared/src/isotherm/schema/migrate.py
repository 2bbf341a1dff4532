"""`isotherm-migrate`: upgrade the database's schema, or check whether it is up to date."""

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
    """The only setting of migrations: the owner's DSN."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)
    database_url: SecretStr


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "isotherm.schema:migrations")
    config.set_main_option("path_separator", "os")
    return config


def head() -> str:
    """Return the newest revision that this code knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("there are no migrations")
    return revision


async def _with_connection(dsn: str, act: Callable[[Connection], None]) -> None:
    migrating = engine(dsn, size=1, application="isotherm-migrate")
    try:
        async with migrating.connect() as connection:
            await connection.run_sync(act)
            await connection.commit()
    finally:
        await migrating.dispose()


async def upgrade(dsn: str, revision: str = "head") -> None:
    """Apply every migration up to a revision that was not applied yet."""

    def act(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    await _with_connection(dsn, act)


async def check(dsn: str) -> None:
    """Raise CommandError if the schema and the tables of this code differ."""

    def act(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.check(config)

    await _with_connection(dsn, act)


async def current(dsn: str) -> str | None:
    """Return the revision of the database, None while it is empty."""
    revisions: list[str | None] = []

    def act(connection: Connection) -> None:
        revisions.append(MigrationContext.configure(connection).get_current_revision())

    await _with_connection(dsn, act)
    return revisions[0]


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
    """Run the command; exit with code 1 if the schema differs or the database is unavailable."""
    parser = argparse.ArgumentParser(
        prog="isotherm-migrate",
        description="Upgrades or checks Isotherm's schema, as the owner in ISOTHERM_DATABASE_URL.",
    )
    parser.add_argument("verb", choices=("upgrade", "check", "current"))
    verb = parser.parse_args().verb
    settings = load(MigrateSettings)
    try:
        result = asyncio.run(_run(verb, settings.database_url.get_secret_value()))
    except CommandError as error:
        raise SystemExit(f"isotherm-migrate: {error}") from None
    except GONE as error:
        raise SystemExit(f"isotherm-migrate: the database cannot be reached: {error}") from None
    sys.stdout.write(result + "\n")
