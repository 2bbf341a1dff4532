"""Open alerts that hold, close those that are over, and export both as metrics."""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import asyncpg

from isotherm.database import Connection
from isotherm.watch import HEARTBEAT_S, SILENT_S
from isotherm_worker import metrics
from isotherm_worker.jobs import Job
from isotherm_worker.open_rows import reconcile
from isotherm_worker.watch.holding import GRACE, START, Holding
from isotherm_worker.watch.judge import Alert, Facts, Instance, Rising, judge
from isotherm_worker.watch.past import past

log = logging.getLogger(__name__)

_Open = tuple[int, float]
"""Open differences of a kind: how many, and by how much they are off all together."""

KINDS = metrics.ALERT_KINDS

_BROKER = """
SELECT *, now() AS now, extract(epoch FROM now() - tick_at)::float8 AS tick_age_s FROM broker_watch
"""
_INSTANCES = """
SELECT instance, state, extract(epoch FROM now() - seen_at)::float8 AS seen_s, connected,
    subscribed, waiting, extract(epoch FROM now() - tick_at)::float8 AS tick_age_s
FROM ingest_instance ORDER BY instance
"""
_COLLECTED = """
SELECT greatest(
    max(CASE WHEN connected AND subscribed THEN seen_at
        WHEN tick_at IS NULL AND seen_at < now() - make_interval(secs => $1)
            AND seen_at > started_at + make_interval(secs => $1) THEN seen_at
        ELSE tick_at END),
    (SELECT max(received_at) FROM latest))
FROM ingest_instance
"""
"""An ingest that ends in order writes a last heartbeat without a connection and without a tick."""
_DROPPED = """
SELECT coalesce(sum(count), 0)::bigint AS count, min(since) AS since
FROM broker_drop WHERE until > now() - interval '1 hour'
"""
_DIFFERENCES = """
SELECT kind, count(*) AS count, min(since) AS since,
    sum(abs(expected - found))::float8 AS amount
FROM ledger_difference WHERE until IS NULL GROUP BY kind
"""
_OPEN = "SELECT id, kind, cause, count, detail FROM alert WHERE until IS NULL"
_OPEN_BY_KIND = "SELECT kind, count(*) FROM alert WHERE until IS NULL GROUP BY kind"
_INSERT = "INSERT INTO alert (kind, cause, since, count, detail) VALUES ($1, $2, $3, $4, $5)"
_UPDATE = "UPDATE alert SET count = $2, detail = $3 WHERE id = $1"
_CLOSE = """
UPDATE alert SET detail = $2, until = greatest(since, CASE WHEN kind = 'lost'
    THEN coalesce((SELECT max(until) FROM broker_drop WHERE until >= alert.since), now())
    ELSE now() END)
WHERE id = $1
"""
"""A loss ended with its newest drop; its alert stays open for an hour longer."""
_CLOSED = """
SELECT id, kind, cause, detail FROM alert
WHERE until > now() - CASE WHEN $1 THEN interval '400 days' ELSE interval '1 hour' END
"""
"""A worker of an earlier version may still close some while a release is rolled out."""
_REWORD = "UPDATE alert SET detail = $2 WHERE id = $1"
_PRUNE = (
    "DELETE FROM ingest_instance WHERE state = 'gone' AND seen_at < now() - interval '7 days'",
    "DELETE FROM part_instance WHERE seen_at < now() - interval '1 day'",
    "DELETE FROM alert WHERE until < now() - interval '400 days'",
    "DELETE FROM broker_drop WHERE until < now() - interval '400 days'",
)


def keep_alerts(
    watcher: str, queued_at: int, grace: timedelta = GRACE, start: timedelta = START
) -> Job:
    """Return the job that judges alerts while this worker watches the broker.

    While another one watches, it only judges and exports metrics. `watcher` is this worker's name
    in `broker_watch`; `queued_at` messages in the broker are an alert. `start` is how long the
    parts of the system may take to start, `grace` how long a restart of one may take.
    """
    rising, holding, reworded = Rising(), Holding(grace, start), False

    async def run(connection: Connection) -> int:
        nonlocal reworded
        facts, differences, watched_by = await _read_facts(connection)
        keeps_growing = rising.add(facts.now, facts.queued)
        open_rows = await connection.fetch(_OPEN)
        raised = {(row["kind"], row["cause"]) for row in open_rows}
        alerts = judge(facts, queued_at=queued_at, rising=keeps_growing)
        due = holding.due(alerts, facts.now, raised)
        if watched_by == watcher:
            await _reword_closed(connection, everything=not reworded)
            reworded = True
            await _update_alerts(connection, due, open_rows, dropped=facts.dropped > 0)
            for statement in _PRUNE:
                await connection.execute(statement)
        by_kind = {row["kind"]: row["count"] for row in await connection.fetch(_OPEN_BY_KIND)}
        _export_metrics(facts, differences, by_kind)
        return sum(by_kind.values())

    return Job("alerts", HEARTBEAT_S, run)


async def _read_facts(connection: Connection) -> tuple[Facts, dict[str, _Open], str | None]:
    """Return the facts of now, the open differences by kind, and the watcher's name."""
    [broker] = await connection.fetch(_BROKER)
    [dropped] = await connection.fetch(_DROPPED)
    differences = await connection.fetch(_DIFFERENCES)
    fresh = broker["now"] - broker["seen_at"] <= timedelta(seconds=SILENT_S)
    facts = Facts(
        broker["now"],
        broker["connected"] and fresh,
        broker["queued"],
        broker["shared_subscriptions"],
        broker["tick_age_s"],
        [Instance(*row) for row in await connection.fetch(_INSTANCES)],
        dropped=dropped["count"],
        dropped_since=dropped["since"],
        differences=sum(row["count"] for row in differences),
        differences_since=min((row["since"] for row in differences), default=None),
    )
    if not facts.collecting:
        facts = replace(facts, collected_at=await connection.fetchval(_COLLECTED, SILENT_S))
    by_kind = {row["kind"]: (row["count"], row["amount"]) for row in differences}
    return facts, by_kind, broker["watcher"] if fresh else None


async def _update_alerts(
    connection: Connection,
    alerts: Iterable[Alert],
    open_rows: Sequence[asyncpg.Record],
    *,
    dropped: bool,
) -> None:
    """Make the open rows equal to the alerts that are due."""
    changes = reconcile(alerts, open_rows, key=("kind", "cause"), values=("count", "detail"))
    for new in changes.opened:
        await connection.execute(_INSERT, new.kind, new.cause, new.since, new.count, new.detail)
        log.error(new.detail, extra={"alert": new.kind, "count": new.count})
    for row_id, changed in changes.changed:
        await connection.execute(_UPDATE, row_id, changed.count, changed.detail)
    for row in changes.closed:
        detail = past(row["kind"], row["cause"], row["detail"], dropped=dropped)
        await connection.execute(_CLOSE, row["id"], detail)
        log.info("alert is over", extra={"alert": row["kind"], "was": detail})


async def _reword_closed(connection: Connection, *, everything: bool) -> None:
    """Put the details of ended alerts that an earlier version left in the present into the past."""
    for row in await connection.fetch(_CLOSED, everything):
        detail = past(row["kind"], row["cause"], row["detail"], dropped=True)
        if detail != row["detail"]:
            await connection.execute(_REWORD, row["id"], detail)


def _export_metrics(facts: Facts, differences: Mapping[str, _Open], alerts: dict[str, int]) -> None:
    metrics.BROKER_CONNECTED.set(facts.connected)
    unknown = float("nan")
    metrics.BROKER_QUEUED.set(unknown if facts.queued is None else facts.queued)
    subscriptions = facts.shared_subscriptions
    metrics.BROKER_SHARED.set(unknown if subscriptions is None else subscriptions)
    metrics.TICK_AGE.set(unknown if facts.tick_age_s is None else facts.tick_age_s)
    states = Counter(
        instance.state if instance.seen_s <= SILENT_S else "gone" for instance in facts.instances
    )
    for state in metrics.INSTANCE_STATES:
        metrics.INSTANCES.labels(state).set(states[state])
    for kind in metrics.DIFFERENCE_KINDS:
        count, amount = differences.get(kind, (0, 0.0))
        metrics.DIFFERENCES.labels(kind).set(count)
        metrics.IMBALANCE.labels(kind).set(amount)
    for kind in KINDS:
        metrics.ALERTS.labels(kind).set(alerts.get(kind, 0))
