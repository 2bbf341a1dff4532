"""Wait until PostgreSQL accepts a login, and until its schema is as new as the code needs."""

import asyncio
import os
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import asyncpg

from isotherm.process.connections import AWAY, connect
from isotherm.waiting.progress import Progress
from isotherm.waiting.revision import REQUIRED, is_enough, number

_LOOK_S = 1.0
_REVISION = "SELECT version_num FROM alembic_version"
T = TypeVar("T")


class _NotYetError(Exception):
    """The database answers, but has not what is needed; the message says what it has."""


async def until_login(dsn: str, progress: Progress, *, look_s: float = _LOOK_S) -> None:
    """Return once the login of a DSN is accepted; raise WaitTimeoutError as `progress` does."""

    async def log_in(connection: asyncpg.Connection) -> None:
        await connection.fetchval("SELECT 1")

    await _until(dsn, log_in, progress, look_s)


async def until_schema(dsn: str, progress: Progress, *, look_s: float = _LOOK_S) -> str:
    """Return the database's revision once it is at least the one that this code needs.

    Raise WaitTimeoutError as `progress` does.
    """

    async def look(connection: asyncpg.Connection) -> str:
        return _sufficient(await _revision(connection))

    return await _until(dsn, look, progress, look_s)


async def _revision(connection: asyncpg.Connection) -> str | None:
    """Return the database's revision, None while it has none that this login may read."""
    try:
        revision: str | None = await connection.fetchval(_REVISION)
    except (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError):
        return None
    return revision


def _sufficient(revision: str | None) -> str:
    """Return the revision; raise _NotYetError if it is too old or unknown."""
    needed = number(REQUIRED)
    try:
        if revision is not None and is_enough(revision):
            return revision
        stands = "empty" if revision is None else f"at {number(revision)}"
    except ValueError:
        stands = f"at {revision!r}, which is no revision of Isotherm's"
    raise _NotYetError(f"database is {stands}, needs {needed}")


async def _until(
    dsn: str,
    act: Callable[[asyncpg.Connection], Awaitable[T]],
    progress: Progress,
    look_s: float,
) -> T:
    """Return what `act` returns once it succeeds; each try has a connection of its own."""
    while True:
        try:
            connection = await connect(dsn, application="isotherm-wait")
            try:
                async with asyncio.timeout(10):
                    return await act(connection)
            finally:
                connection.terminate()
        except _NotYetError as not_yet:
            reason = str(not_yet)
        except AWAY as error:
            reason = told(error, dsn)
        progress.waiting(reason)
        await asyncio.sleep(look_s)


def told(error: BaseException, dsn: str) -> str:
    """Return why a login failed, with the part of the DSN that has to be looked at."""
    parts = urlsplit(dsn)
    address = parts.netloc.rpartition("@")[2] or "the socket"
    user = unquote(parts.username or os.environ.get("PGUSER", "")) or "the system's user"
    database = unquote(parts.path.removeprefix("/")) or user
    match error:
        case asyncpg.InvalidPasswordError() | asyncpg.InvalidAuthorizationSpecificationError():
            return f"{address} refuses {user}: wrong password, or no such role ({_text(error)})"
        case asyncpg.InvalidCatalogNameError():
            return f'{address} has no database "{database}"'
        case asyncpg.InsufficientPrivilegeError():
            return f"{address} does not let {user} connect to {database} ({_text(error)})"
        case asyncpg.CannotConnectNowError():
            return f"{address} is starting or stopping ({_text(error)})"
        case socket.gaierror():
            return f"the name {address} is unknown ({error.strerror})"
        case ssl.SSLError():
            return f"TLS with {address} failed ({_text(error)})"
        case TimeoutError():
            return f"{address} does not answer"
        case OSError():
            return f"{address} cannot be reached ({_text(error)})"
        case _:
            return f"{address}: {_text(error)}"


def _text(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno and not isinstance(error, ssl.SSLError):
        return os.strerror(error.errno)
    return " ".join(str(error).split()) or type(error).__name__
