"""The row of `backup_run` that tells what came of a backup; worker and api read it.

A row that cannot be written never fails a backup: that is said, and the backup goes on.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg

from isotherm.backup.errors import BackupError
from isotherm.backup.manifest import Manifest
from isotherm.backup.server import connected
from isotherm.backup.settings import Login

Say = Callable[[str], None]
INTERRUPTED = "it was interrupted, or could not be copied away"
_LONGEST = 500

_CLOSE = """
UPDATE backup_run SET finished_at = now(), ok = false, message = $1 WHERE finished_at IS NULL
"""
_OPEN = "INSERT INTO backup_run (name, started_at) VALUES ($1, $2)"
_FAIL = """
UPDATE backup_run SET finished_at = now(), ok = false, message = $2
WHERE name = $1 AND finished_at IS NULL
"""
_DONE = """
UPDATE backup_run SET finished_at = $2, ok = true, bytes = $3, revision = $4, message = ''
WHERE id = (SELECT max(id) FROM backup_run WHERE name = $1)
"""
_INSERT = """
INSERT INTO backup_run (name, started_at, finished_at, ok, bytes, revision)
VALUES ($1, $2, $3, true, $4, $5)
"""
_PRUNE = "DELETE FROM backup_run WHERE started_at < now() - interval '400 days'"


@asynccontextmanager
async def recorded(owner: Login, name: str, started: datetime, say: Say) -> AsyncIterator[None]:
    """Record a run that begins; if the block raises, record why. What it raises passes through.

    Runs before it that have no end are recorded as failed: only one backup runs at a time.
    """
    await _written(owner, say, (_CLOSE, INTERRUPTED), (_OPEN, name, started), (_PRUNE,))
    try:
        yield
    except Exception as error:
        message = str(error) if isinstance(error, BackupError) else type(error).__name__
        await _written(owner, say, (_FAIL, name, message[:_LONGEST]))
        raise


async def record_done(owner: Login, name: str, backup: Manifest, say: Say) -> None:
    """Record that a backup is complete, and where it has to be.

    A restored database has the run of its own backup without an end, or, from before there were
    such rows, not at all.
    """
    started, finished = map(datetime.fromisoformat, (backup.started_at, backup.finished_at))
    size = sum(file.bytes for file in backup.files)
    changed = await _written(owner, say, (_DONE, name, finished, size, backup.revision))
    if changed == "UPDATE 0":
        await _written(owner, say, (_INSERT, name, started, finished, size, backup.revision))


async def _written(owner: Login, say: Say, *statements: tuple[object, ...]) -> str | None:
    """Execute statements in one transaction; return the last one's result, None if it failed."""
    result = None
    try:
        async with connected(owner) as connection, connection.transaction():
            for statement, *arguments in statements:
                result = await connection.execute(str(statement), *arguments, timeout=30)
    except (BackupError, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as e:
        say(f"the run could not be recorded in the database: {e}")
        return None
    return result
