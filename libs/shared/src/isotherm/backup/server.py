"""Connections to the databases that are saved and restored."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from isotherm.backup.errors import BackupError
from isotherm.backup.settings import Login
from isotherm.process.bounded_connection import BoundedConnection


@asynccontextmanager
async def connected(login: Login) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection of a login; raise BackupError if the database cannot be reached."""
    try:
        connection = await asyncpg.connect(
            login.url,
            password=login.password or None,
            timeout=30,
            command_timeout=None,
            connection_class=BoundedConnection,
            server_settings={"application_name": "isotherm-backup", "statement_timeout": "0"},
        )
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise BackupError(f"database {login.database} cannot be reached: {error}") from None
    try:
        yield connection
    finally:
        await connection.close(timeout=10)
