"""The partitions of table `reading`: one for each UTC day, named `reading_YYYYMMDD`."""

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
