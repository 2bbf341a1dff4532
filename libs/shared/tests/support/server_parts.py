"""Passwords of the parts, and statements on a server that has no role of Isotherm yet."""

import asyncpg

from isotherm.schema.roles import PARTS

HARD = "p@ss/w:rd%#é"
PASSWORDS = {part: f"{part} {HARD}" for part in PARTS}


async def execute(dsn: str, statement: str) -> None:
    """Execute a statement by a login."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def value_of(dsn: str, query: str) -> object:
    """Return the only value that a query of a login returns."""
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
