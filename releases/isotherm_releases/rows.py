"""The rows of a database, told apart from those of another one: their number and a checksum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg

_TABLES = """
SELECT c.relname AS table, array_agg(quote_ident(a.attname) ORDER BY a.attnum) AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = 'public'
  AND c.relname <> 'alembic_version'
GROUP BY 1 ORDER BY 1
"""
Tables = Mapping[str, Sequence[str]]
"""The columns of each table; partitions are part of their parent."""


@dataclass(frozen=True)
class Content:
    """The content of a table, in some of its columns, whatever the order of its rows."""

    rows: int
    checksum: int | None


async def tables(dsn: str) -> Tables:
    """Return the tables with data of a database."""
    connection = await asyncpg.connect(dsn)
    try:
        return {row["table"]: row["columns"] for row in await connection.fetch(_TABLES)}
    finally:
        await connection.close()


async def contents(dsn: str, of: Tables) -> dict[str, Content]:
    """Return the content of each table; raise asyncpg.UndefinedColumnError for one that is gone."""
    connection = await asyncpg.connect(dsn)
    try:
        contents = {}
        for table, columns in of.items():
            row = await connection.fetchrow(
                "SELECT count(*)::bigint AS rows, sum(hashtextextended(t::text, 0)) AS checksum"
                f" FROM (SELECT {', '.join(columns)} FROM public.{table}) t"
            )
            assert row is not None  # an aggregate has one row
            contents[table] = Content(row["rows"], row["checksum"])
        return contents
    finally:
        await connection.close()
