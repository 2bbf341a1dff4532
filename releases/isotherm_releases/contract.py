"""What a release's programs rely on in the schema, and what a newer schema takes from them.

A release runs with the schema of the next one: during an upgrade, and after a rollback. So a
migration may add what old code does not see, and takes away only what no released code uses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import asyncpg

_COLUMNS = """
SELECT format('%s.%s.%s', n.nspname, c.relname, a.attname) AS name,
       format('%s.%s', n.nspname, c.relname) AS table,
       format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
       a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '' AS filled
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'grafana') AND c.relkind IN ('r', 'p', 'v', 'm')
  AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
"""
_FUNCTIONS = """
SELECT p.oid::regprocedure::text AS name, pg_get_function_result(p.oid) AS result
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN ('public', 'grafana')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_CONSTRAINTS = """
SELECT format('%s: %s', c.conrelid::regclass, pg_get_constraintdef(c.oid)) AS name,
       c.conrelid::regclass::text AS table
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
JOIN pg_namespace n ON n.oid = c.connamespace
WHERE n.nspname = 'public' AND NOT t.relispartition AND c.contype <> 'n'
UNION ALL
SELECT format('%s: %s', i.indrelid::regclass, pg_get_indexdef(i.indexrelid)),
       i.indrelid::regclass::text
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = 'public' AND NOT t.relispartition AND i.indisunique
"""
_PRIVILEGES = """
SELECT format('%s on %s.%s.%s to %s', privilege_type, table_schema, table_name, column_name,
              grantee) AS name
FROM information_schema.column_privileges WHERE table_schema IN ('public', 'grafana')
  AND table_name !~ '^reading_\\d{8}$' AND grantee LIKE 'isotherm%'
UNION ALL
SELECT format('DELETE on %s.%s to %s', table_schema, table_name, grantee)
FROM information_schema.table_privileges WHERE table_schema IN ('public', 'grafana')
  AND table_name !~ '^reading_\\d{8}$' AND grantee LIKE 'isotherm%' AND privilege_type = 'DELETE'
UNION ALL
SELECT format('EXECUTE on %s to %s', p.oid::regprocedure, a.grantee::regrole)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
     aclexplode(p.proacl) a
WHERE n.nspname IN ('public', 'grafana') AND a.grantee <> 0
"""

Row = dict[str, Any]


@dataclass(frozen=True)
class Surface:
    """What programs can see of a schema, each by its name."""

    columns: dict[str, Row]
    functions: dict[str, Row]
    constraints: dict[str, Row]
    privileges: dict[str, Row]


async def surface(dsn: str) -> Surface:
    """Return the surface of a database's schema."""
    connection = await asyncpg.connect(dsn)
    try:
        return Surface(
            *[
                {row["name"]: dict(row) for row in await connection.fetch(question)}
                for question in (_COLUMNS, _FUNCTIONS, _CONSTRAINTS, _PRIVILEGES)
            ]
        )
    finally:
        await connection.close()


def contractions(released: Surface, newer: Surface) -> Iterator[str]:
    """Yield what a newer schema takes from the programs of a release, or newly demands of them."""
    tables = {column["table"] for column in released.columns.values()}
    for name, column in released.columns.items():
        now = newer.columns.get(name)
        if now is None:
            yield f"column {name} is gone"
        elif now["type"] != column["type"]:
            yield f"column {name} was {column['type']} and is {now['type']}"
        elif now["required"] and not column["required"]:
            yield f"column {name} may not be null any more"
        elif now["required"] and column["filled"] and not now["filled"]:
            yield f"column {name} has lost its default"
    for name in sorted(newer.columns.keys() - released.columns.keys()):
        column = newer.columns[name]
        if column["table"] in tables and column["required"] and not column["filled"]:
            yield f"column {name} is new, and required without a default"
    for name, function in released.functions.items():
        now = newer.functions.get(name)
        if now is None:
            yield f"function {name} is gone"
        elif now["result"] != function["result"]:
            yield f"function {name} returned {function['result']} and returns {now['result']}"
    for name in sorted(newer.constraints.keys() - released.constraints.keys()):
        if f"public.{newer.constraints[name]['table']}" in tables:
            yield f"constraint {name} is new, and may refuse what the release writes"
    for name in sorted(released.privileges.keys() - newer.privileges.keys()):
        yield f"privilege {name} is gone"
