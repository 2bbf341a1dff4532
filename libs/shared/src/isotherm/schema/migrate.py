"""Upgrade the database's schema, or check whether it is up to date."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from isotherm.schema.engine import engine
from isotherm.waiting.revision import number

_TRY_LOCK = text("SELECT pg_try_advisory_lock(hashtext('isotherm.migrate'))")
_LOCK = text("SELECT pg_advisory_lock(hashtext('isotherm.migrate'))")


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


def knows(revision: str) -> bool:
    """Return whether a revision is one of this code's, and not of a newer one."""
    return revision in {
        script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()
    }


async def _with_connection(dsn: str, act: Callable[[Connection], None]) -> None:
    migrating = engine(dsn, size=1, application="isotherm-migrate")
    try:
        async with migrating.connect() as connection:
            await connection.run_sync(act)
            await connection.commit()
    finally:
        await migrating.dispose()


def _silent(_line: str) -> None:
    pass


async def upgrade(
    dsn: str, revision: str = "head", *, say: Callable[[str], None] = _silent
) -> str | None:
    """Apply every migration up to a revision that was not applied yet; return what was before.

    A database that is newer than this code stays as it is. Only one process upgrades at a time;
    `say` is called with a line if another one has to be waited for. Raise ValueError if the
    database's revision is none of Isotherm's.
    """
    before: list[str | None] = []

    def act(connection: Connection) -> None:
        _lock(connection, say)
        before.append(MigrationContext.configure(connection).get_current_revision())
        connection.commit()  # Alembic commits each migration only if it begins the transaction
        if number(before[0]) <= number(head()):
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    await _with_connection(dsn, act)
    return before[0]


def _lock(connection: Connection, say: Callable[[str], None]) -> None:
    """Hold the lock of migrations until the connection ends."""
    if not connection.execute(_TRY_LOCK).scalar():
        say("waiting for another upgrade of this database")
        connection.execute(_LOCK)


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
