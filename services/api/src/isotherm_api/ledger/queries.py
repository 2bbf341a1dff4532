"""The ledger by hour: what worker has folded and what it has not yet, together."""

import asyncpg

from isotherm_api.database import Connection
from isotherm_api.ranges import Range

COUNTERS = (
    "received", "decoded", "undecodable",
    "offered", "stored", "duplicate", "rejected", "ignored", "replayed",
)  # fmt: skip
_NAMES = ", ".join(COUNTERS)
_SUMS = ", ".join(f"sum({name})::bigint AS {name}" for name in COUNTERS)


async def hours(connection: Connection, span: Range) -> list[asyncpg.Record]:
    """The hours that begin within a range and have any entry, over all instances, oldest first."""
    return await connection.fetch(
        f"SELECT hour, {_SUMS} FROM ("  # noqa: S608  made of constants
        f" SELECT hour, {_NAMES} FROM ledger WHERE hour >= $1 AND hour < $2"
        f" UNION ALL SELECT hour, {_NAMES} FROM ledger_entry WHERE hour >= $1 AND hour < $2) b"
        " GROUP BY hour ORDER BY hour",
        span.start,
        span.end,
    )
