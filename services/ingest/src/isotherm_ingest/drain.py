"""`isotherm-ingest drain`: wishes that this instance leave for good, and waits until it has.

Only while another instance takes readings. A stop cannot tell a restart from a scale-down, so a
stop alone leaves the session with the broker, which keeps this instance's share for it.
"""

import asyncio
import sys

import asyncpg

from isotherm.database import GONE, connect
from isotherm.watch import SILENT_S

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('isotherm.drain'))"
_FRESH = f"seen_at > now() - make_interval(secs => {SILENT_S})"
_OWN = f"SELECT state, {_FRESH} AS fresh FROM ingest_instance WHERE instance = $1"  # noqa: S608  constants
_PEERS = f"""
SELECT count(*) FROM ingest_instance
WHERE instance <> $1 AND state = 'running' AND connected AND subscribed AND {_FRESH}
"""  # noqa: S608  made of constants
_WISH = "UPDATE ingest_instance SET state = 'draining' WHERE instance = $1"
_LOOK_S = 0.2


class RefusedError(Exception):
    """It may not leave; says why."""


async def wish(connection: asyncpg.Connection, instance: str) -> None:
    """Notes the wish; raises RefusedError. One at a time: of two that ask at once, one stays."""
    async with connection.transaction():
        await connection.execute(_LOCK)
        own = await connection.fetchrow(_OWN, instance)
        if own is None or not own["fresh"]:
            raise RefusedError(f"{instance} is not running: start it, then it can be drained")
        if own["state"] != "running":
            return
        if not await connection.fetchval(_PEERS, instance):
            raise RefusedError(
                f"{instance} stays: no other ingest takes readings."
                " It may be stopped; what devices send waits in the broker until it is back"
            )
        await connection.execute(_WISH, instance)


async def until_gone(connection: asyncpg.Connection, instance: str) -> None:
    """Returns once the instance has left; raises RefusedError where it ends or starts anew."""
    while True:
        own = await connection.fetchrow(_OWN, instance)
        if own is None or own["state"] == "gone":
            return
        if own["state"] == "running":
            raise RefusedError(f"{instance} was started anew, and stays")
        if not own["fresh"]:
            raise RefusedError(f"{instance} ended before it had left: start it, then drain it")
        await asyncio.sleep(_LOOK_S)


async def drain(dsn: str, instance: str) -> int:
    """The command; its exit code is 0 once the instance has left, 1 where it stays."""
    try:
        connection = await connect(dsn, application="isotherm-ingest-drain")
        try:
            await wish(connection, instance)
            await until_gone(connection, instance)
        finally:
            connection.terminate()
    except RefusedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (*GONE, asyncpg.PostgresError) as error:
        sys.stderr.write(f"the database cannot be asked: {error}\n")
        return 1
    sys.stdout.write(f"{instance} has left; it can be stopped for good\n")
    return 0
