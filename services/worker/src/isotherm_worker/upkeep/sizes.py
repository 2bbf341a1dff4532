"""Sample the database's size once an hour, so that its growth is known."""

from isotherm.database import Connection
from isotherm_worker.jobs import Job

LOOK_S = 60.0
_INSERT = """
INSERT INTO database_size (at, bytes, reading_bytes)
SELECT now(), pg_database_size(current_database()), coalesce((
    SELECT sum(pg_total_relation_size(inhrelid))::bigint FROM pg_inherits
    WHERE inhparent = 'reading'::regclass), 0)
WHERE NOT EXISTS (SELECT FROM database_size WHERE at > now() - interval '1 hour')
"""
_PRUNE = "DELETE FROM database_size WHERE at < now() - interval '400 days'"


def sample_size() -> Job:
    """Return the job that inserts a sample if the last one is an hour old, and deletes old ones."""

    async def run(connection: Connection) -> int:
        inserted = await connection.execute(_INSERT)
        await connection.execute(_PRUNE)
        return int(inserted.rpartition(" ")[2])

    return Job("database size", LOOK_S, run)
