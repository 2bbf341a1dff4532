"""Rows of every table, counted in one snapshot."""

import asyncpg

_TABLES = """
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1
"""


async def count_rows(connection: asyncpg.Connection) -> dict[str, int]:
    """Return the number of rows of each table that holds any itself, by its qualified name."""
    names = [row["name"] for row in await connection.fetch(_TABLES)]
    # the names come quoted from the catalogue
    return {name: await connection.fetchval(f"SELECT count(*) FROM {name}") for name in names}


def differences(expected: dict[str, int], found: dict[str, int]) -> list[str]:
    """Return a line for each table whose count differs."""
    return [
        f"{name}: {expected.get(name, 'no table')} in the backup,"
        f" {found.get(name, 'no table')} restored"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name) != found.get(name)
    ]
