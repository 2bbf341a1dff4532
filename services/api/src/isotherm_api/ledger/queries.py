"""The ledger by hour: what worker has folded and what it has not yet, together."""

import asyncpg

from isotherm.columns import COUNTERS
from isotherm_api.database import Connection
from isotherm_api.ranges import Range


async def hours(connection: Connection, span: Range) -> list[asyncpg.Record]:
    """The hours that begin within a range and have any entry, over all instances, oldest first."""
    return await connection.fetch(
        f"SELECT hour, {', '.join(COUNTERS)} FROM ledger_hour"
        " WHERE hour >= $1 AND hour < $2 ORDER BY hour",
        span.start,
        span.end,
    )
