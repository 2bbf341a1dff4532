"""`isotherm-ingest drain`: ask this instance to leave the broker for good, and wait until it has.

It may leave only while another instance takes readings. A stop alone cannot tell a restart from a
scale-down, so it leaves the session, and this instance's share of messages, with the broker.
"""

import asyncio
import sys

import asyncpg

from isotherm.process.connections import AWAY, connect
from isotherm.watch import SILENT_S

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('isotherm.drain'))"
_FRESH = f"seen_at > now() - make_interval(secs => {SILENT_S})"
_OWN = f"SELECT state, {_FRESH} AS fresh FROM ingest_instance WHERE instance = $1"
_PEERS = f"""
SELECT count(*) FROM ingest_instance
WHERE instance <> $1 AND state = 'running' AND connected AND subscribed AND {_FRESH}
"""
_REQUEST = "UPDATE ingest_instance SET state = 'draining' WHERE instance = $1"
_LOOK_S = 0.2


class RefusedError(Exception):
    """The instance may not leave; the message says why."""


async def request_leave(connection: asyncpg.Connection, instance: str) -> None:
    """Ask the instance to leave; raise RefusedError if it may not.

    Requests are serialised: of the last two instances, only one may leave.
    """
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
                " It may be stopped; messages then wait in the broker until it is started again"
            )
        await connection.execute(_REQUEST, instance)


async def until_gone(connection: asyncpg.Connection, instance: str) -> None:
    """Wait until the instance has left; raise RefusedError if it ends or restarts before."""
    while True:
        own = await connection.fetchrow(_OWN, instance)
        if own is None or own["state"] == "gone":
            return
        if own["state"] == "running":
            raise RefusedError(f"{instance} was started again, and stays")
        if not own["fresh"]:
            raise RefusedError(f"{instance} ended before it had left: start it, then drain it")
        await asyncio.sleep(_LOOK_S)


async def drain(dsn: str, instance: str) -> int:
    """Run the command; return exit code 0 once the instance has left, 1 if it stays."""
    try:
        connection = await connect(dsn, application="isotherm-ingest-drain")
        try:
            await request_leave(connection, instance)
            await until_gone(connection, instance)
        finally:
            connection.terminate()
    except RefusedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except AWAY as error:
        sys.stderr.write(f"cannot reach the database: {error}\n")
        return 1
    sys.stdout.write(f"{instance} has left; it can be stopped for good\n")
    return 0
