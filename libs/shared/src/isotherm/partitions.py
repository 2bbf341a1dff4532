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


def partition_of(day: date) -> str:
    """Return the name of a day's partition."""
    return f"{PARTITIONED}_{day:%Y%m%d}"


async def read_days(connection: Connection) -> frozenset[date]:
    """Read which days have a partition."""
    return frozenset(row["day"] for row in await connection.fetch(SQL_DAYS))
