"""The partitions of table `reading`: one for each UTC day, named `reading_YYYYMMDD`.

PostgreSQL (18) may hide a partition from a session: if it learns of an attached one while it is
listing them, it goes on with the list without it, until the next change of the table. `see_days`
and `announce_days` make up for that.
"""

from datetime import date

from isotherm.database import Connection

PARTITIONED = "reading"
"""The partitioned table."""
SQL_DAYS = f"""
SELECT to_date(right(relname, 8), 'YYYYMMDD') AS day
FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
WHERE inhparent = '{PARTITIONED}'::regclass
"""
"""SQL of the days that have a partition, from PostgreSQL's catalogue; one column, `day`."""

_CHANGE = f"""
SELECT count(*) || ' ' || coalesce(sum(inhrelid::bigint), 0)
FROM pg_inherits WHERE inhparent = '{PARTITIONED}'::regclass
"""

KEPT_DAYS = "raw_days"
"""Key, in table `state`, of the number of days for which worker keeps raw readings."""
DAYS_AHEAD = "days_ahead"
"""Key of the number of days ahead of today for which worker makes partitions."""
WRITE_NUMBER = """
INSERT INTO state (key, value) VALUES ($1, to_jsonb($2::int))
ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed_at = now()
    WHERE state.value <> excluded.value
"""
"""SQL with which worker says one of these numbers, so that api knows its settings."""


def partition_of(day: date) -> str:
    """Return the name of a day's partition."""
    return f"{PARTITIONED}_{day:%Y%m%d}"


async def read_days(connection: Connection) -> frozenset[date]:
    """Read which days have a partition."""
    return frozenset(row["day"] for row in await connection.fetch(SQL_DAYS))


async def read_change(connection: Connection) -> str:
    """Read what is equal as long as no partition is attached or dropped."""
    return str(await connection.fetchval(_CHANGE))


async def see_days(connection: Connection) -> None:
    """See to it that later statements of this session read every day that is attached by now.

    It takes a round trip. It must not be called in a read-only transaction.
    """
    await connection.execute("SELECT see_days()")


async def announce_days(connection: Connection) -> None:
    """Let all sessions list the partitions anew. One that is listing them now may miss it."""
    await connection.execute("SELECT announce_days()")
