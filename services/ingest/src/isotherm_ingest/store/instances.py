"""The other instances: whether some may take messages of the same channels."""

import asyncpg

_ALONE = """
SELECT NOT EXISTS (SELECT FROM ingest_instance
    WHERE instance <> $1 AND state <> 'gone' AND seen_at > now() - interval '1 day')
"""


async def is_alone(connection: asyncpg.Connection, instance: str) -> bool:
    """Return whether this instance has taken all messages lately.

    A stopped instance keeps its share of messages in the broker until it has left.
    """
    alone: bool = await connection.fetchval(_ALONE, instance)
    return alone
