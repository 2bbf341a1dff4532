"""The rows about connections of devices: the watcher's lease, and changes written in bulk."""

from datetime import datetime, timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.process.connections import LONG_STATEMENT_S
from isotherm_worker import metrics
from isotherm_worker.jobs import LONG_RUN_S, Job
from isotherm_worker.watch.broker import LEASE_S, LostLeaseError
from isotherm_worker.watch.links import Changes

TAKEOVERS_KEPT = timedelta(days=7)
ATTEMPTS_KEPT = timedelta(days=1)
STRANGERS_KEPT = timedelta(days=30)
"""How long a connection is kept of a name that no device has."""

_CLAIM_LEASE = """
UPDATE link_watch SET watcher = $1, seen_at = now(), watched_since = NULL
WHERE watcher IS NULL OR watcher = $1 OR seen_at < now() - make_interval(secs => $2)
RETURNING true
"""
_RENEW_LEASE = """
UPDATE link_watch SET seen_at = now(), watched_since = $2, missed = missed + $3
WHERE watcher = $1 RETURNING true
"""
# a name that only disconnects may be a client id that no device has
_UPSERT_LINKS = """
INSERT INTO device_link AS l (name, connected, changed_at, connected_at, address, disconnected_at,
    ending)
SELECT * FROM unnest($1::text[], $2::bool[], $3::timestamptz[], $4::timestamptz[], $5::text[],
    $6::timestamptz[], $7::text[])
    AS u (name, connected, changed_at, connected_at, address, disconnected_at, ending)
WHERE connected_at IS NOT NULL OR EXISTS (SELECT FROM device d WHERE d.name = u.name)
    OR EXISTS (SELECT FROM device_link o WHERE o.name = u.name)
ORDER BY name
ON CONFLICT (name) DO UPDATE SET connected = excluded.connected, changed_at = excluded.changed_at,
    connected_at = coalesce(excluded.connected_at, l.connected_at),
    address = CASE WHEN excluded.connected_at IS NULL THEN l.address ELSE excluded.address END,
    disconnected_at = coalesce(excluded.disconnected_at, l.disconnected_at),
    ending = coalesce(excluded.ending, l.ending)
"""
_UPSERT_TAKEOVERS = """
INSERT INTO device_takeover AS t (name, hour, count, last_at)
SELECT name, date_trunc('hour', last_at, 'UTC'), count, last_at
FROM unnest($1::text[], $2::int8[], $3::timestamptz[]) AS u (name, count, last_at)
WHERE EXISTS (SELECT FROM device_link l WHERE l.name = u.name)
ORDER BY name
ON CONFLICT (name, hour) DO UPDATE
    SET count = t.count + excluded.count, last_at = excluded.last_at
"""
_UPSERT_ATTEMPTS = """
INSERT INTO login_attempt AS a (minute, kind, address, count, last_at)
SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::int8[], $5::timestamptz[])
ORDER BY 1, 2, 3
ON CONFLICT (minute, kind, address) DO UPDATE
    SET count = a.count + excluded.count, last_at = excluded.last_at
"""
_PRUNE = {
    "DELETE FROM device_takeover WHERE hour < $1": TAKEOVERS_KEPT,
    "DELETE FROM login_attempt WHERE minute < $1": ATTEMPTS_KEPT,
    "DELETE FROM device_link l WHERE changed_at < $1"
    " AND NOT EXISTS (SELECT FROM device d WHERE d.name = l.name)": STRANGERS_KEPT,
}


async def claim_lease(connection: Connection, watcher: str) -> bool:
    """Take the lease if no other worker holds it; return whether this one does now."""
    return bool(await connection.fetchval(_CLAIM_LEASE, watcher, LEASE_S, timeout=5))


async def write_changes(
    connection: Connection,
    watcher: str,
    watched_since: datetime | None,
    missed: int,
    changes: Changes,
) -> None:
    """Renew the lease and write what has changed; raise LostLeaseError if the lease is lost."""
    if not await connection.fetchval(_RENEW_LEASE, watcher, watched_since, missed):
        raise LostLeaseError
    if changes.links:
        await connection.execute(
            _UPSERT_LINKS,
            [link.name for link in changes.links],
            [link.connected for link in changes.links],
            [link.changed_at for link in changes.links],
            [link.connected_at for link in changes.links],
            [link.address for link in changes.links],
            [link.disconnected_at for link in changes.links],
            [link.ending for link in changes.links],
        )
    if changes.takeovers:
        counts = [count for count, _ in changes.takeovers.values()]
        lasts = [last for _, last in changes.takeovers.values()]
        await connection.execute(_UPSERT_TAKEOVERS, list(changes.takeovers), counts, lasts)
    if changes.attempts:
        await connection.execute(
            _UPSERT_ATTEMPTS,
            [attempt.minute for attempt in changes.attempts],
            [attempt.attempt for attempt in changes.attempts],
            [attempt.address for attempt in changes.attempts],
            [attempt.count for attempt in changes.attempts],
            [attempt.last_at for attempt in changes.attempts],
        )
        for attempt in changes.attempts:
            metrics.ATTEMPTS.labels(attempt.attempt).inc(attempt.count)


def prune_links(clock: Clock) -> Job:
    """Return the job that deletes old take-overs and attempts, and connections of strangers."""

    async def run(connection: Connection) -> int:
        tags = [
            await connection.execute(statement, clock.now() - kept, timeout=LONG_STATEMENT_S)
            for statement, kept in _PRUNE.items()
        ]
        return sum(int(tag.rpartition(" ")[2]) for tag in tags)

    return Job("connections", 600.0, run, within_s=LONG_RUN_S)
