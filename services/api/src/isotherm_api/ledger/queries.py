"""SQL of the ledger by hour, including entries that worker has not folded yet."""

import asyncpg

from isotherm.columns import COUNTERS
from isotherm.database import Connection
from isotherm_api.ranges import Range


async def load_hours(connection: Connection, span: Range) -> list[asyncpg.Record]:
    """Return the hours that begin in the range and have entries, oldest first, of all instances."""
    return await connection.fetch(
        f"SELECT hour, {', '.join(COUNTERS)} FROM ledger_hour"
        " WHERE hour >= $1 AND hour < $2 ORDER BY hour",
        span.start,
        span.end,
    )
