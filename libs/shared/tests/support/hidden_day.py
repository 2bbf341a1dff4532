"""Hide a day from one session of PostgreSQL, as happens when days are attached at a bad moment.

A session lists the partitions of `reading` when it needs them, and lists them anew once it is told
of a change. If it is told while it is listing, it takes the old list for the new one.
"""

import asyncio
from datetime import date, timedelta

import asyncpg

from isotherm.database import Connection
from isotherm.partitions import partition_of

_PLAN = "EXPLAIN SELECT FROM reading"
_LIST = "SELECT FROM reading WHERE channel_id = -1"
_LOAD_INDEXES = """
SELECT sum(pg_relation_size(indexrelid)) FROM pg_index WHERE indrelid = 'reading'::regclass
"""
_WAITS = """
SELECT EXISTS (SELECT FROM pg_locks
    WHERE NOT granted AND pid = $1 AND relation = 'pg_class'::regclass)
"""


async def hide_day(session: Connection, superuser: str, day: date) -> None:
    """Make `day`, and hide it from `session`; `superuser` is the DSN of its database.

    The two days before are made too.
    """
    watching, making = [await asyncpg.connect(superuser) for _ in range(2)]
    pid = session.get_server_pid()
    try:
        await making.fetchval("SELECT make_day($1)", day - timedelta(days=2))
        await session.fetch(_PLAN)
        await watching.fetchval(_WAITS, pid)
        # this one the session has not seen, and has to look up while it lists
        await making.fetchval("SELECT make_day($1)", day - timedelta(days=1))
        # all else it has to know before, except the list, which is asked for by the plan alone
        listing = await session.prepare(_LIST)
        await session.fetchval(_LOAD_INDEXES)
        async with asyncio.TaskGroup() as group, making.transaction():
            await making.fetchval("SELECT make_day($1)", day)
            await making.execute("LOCK TABLE pg_class IN ACCESS EXCLUSIVE MODE")
            group.create_task(listing.fetch(), name="listing")
            while not await watching.fetchval(_WAITS, pid):
                await watching.fetchval("SELECT pg_sleep(0.01)")
        assert not await sees_day(session, day), "this PostgreSQL hides no day"
    finally:
        for connection in (watching, making):
            connection.terminate()


async def sees_day(session: Connection, day: date) -> bool:
    """Return whether queries of a session read a day's partition."""
    plan = await session.fetch(_PLAN)
    return any(partition_of(day) in row[0] for row in plan)
