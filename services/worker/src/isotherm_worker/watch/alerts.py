"""Open alerts that hold, close those that are over, and export both as metrics."""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta

import asyncpg

from isotherm.database import Connection
from isotherm.watch import HEARTBEAT_S, SILENT_S
from isotherm_worker import metrics
from isotherm_worker.jobs import Job
from isotherm_worker.open_rows import reconcile
from isotherm_worker.watch.judge import Alert, AlertKey, Facts, Instance, Rising, judge, past

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=SILENT_S)
"""A restart of broker or ingest that takes no longer than this raises no alert."""
KINDS = ("blind", "lost", "ledger", "impaired", "queued")
STATES = ("running", "draining", "gone")

_BROKER = """
SELECT *, now() AS now, extract(epoch FROM now() - tick_at)::float8 AS tick_age_s FROM broker_watch
"""
_INSTANCES = """
SELECT instance, state, extract(epoch FROM now() - seen_at)::float8 AS seen_s, connected,
    subscribed, waiting, extract(epoch FROM now() - tick_at)::float8 AS tick_age_s
FROM ingest_instance ORDER BY instance
"""
_DROPPED = """
SELECT coalesce(sum(count), 0)::bigint AS count, min(since) AS since
FROM broker_drop WHERE until > now() - interval '1 hour'
"""
_DIFFERENCES = """
SELECT kind, count(*) AS count, min(since) AS since
FROM ledger_difference WHERE until IS NULL GROUP BY kind
"""
_OPEN = "SELECT id, kind, cause, count, detail FROM alert WHERE until IS NULL"
_OPEN_BY_KIND = "SELECT kind, count(*) FROM alert WHERE until IS NULL GROUP BY kind"
_INSERT = "INSERT INTO alert (kind, cause, since, count, detail) VALUES ($1, $2, $3, $4, $5)"
_UPDATE = "UPDATE alert SET count = $2, detail = $3 WHERE id = $1"
_CLOSE = "UPDATE alert SET until = now(), detail = $2 WHERE id = $1"
_PRUNE = (
    "DELETE FROM ingest_instance WHERE state = 'gone' AND seen_at < now() - interval '7 days'",
    "DELETE FROM alert WHERE until < now() - interval '400 days'",
    "DELETE FROM broker_drop WHERE until < now() - interval '400 days'",
)


def keep_alerts(watcher: str, queued_at: int, grace: timedelta = GRACE) -> Job:
    """Return the job that judges alerts while this worker watches the broker.

    While another one watches, it only exports metrics. `watcher` is this worker's name in
    `broker_watch`; `queued_at` messages in the broker are an alert.
    """
    rising, holding = Rising(), Holding(grace)

    async def run(connection: Connection) -> int:
        facts, differences, watched_by = await _read_facts(connection)
        keeps_growing = rising.add(facts.now, facts.queued)
        if watched_by == watcher:
            alerts = list(judge(facts, queued_at=queued_at, rising=keeps_growing))
            open_rows = await connection.fetch(_OPEN)
            raised = {(row["kind"], row["cause"]) for row in open_rows}
            due = holding.due(alerts, facts.now, raised)
            await _update_alerts(connection, due, open_rows, dropped=facts.dropped > 0)
            for statement in _PRUNE:
                await connection.execute(statement)
        by_kind = {row["kind"]: row["count"] for row in await connection.fetch(_OPEN_BY_KIND)}
        _export_metrics(facts, differences, by_kind)
        return sum(by_kind.values())

    return Job("alerts", HEARTBEAT_S, run)


class Holding:
    """Since when each alert has held without a break; a patient one is due after `grace`."""

    def __init__(self, grace: timedelta) -> None:
        self._grace = grace
        self._since: dict[AlertKey, datetime] = {}

    def due(self, alerts: Sequence[Alert], now: datetime, raised: Set[AlertKey]) -> list[Alert]:
        """Return the alerts to raise or keep raised, each with the instant it holds since.

        `alerts` are those that hold at `now`; `raised` are those that are open.
        """
        self._since = {alert.key: self._since.get(alert.key, now) for alert in alerts}
        return [
            replace(alert, since=alert.since or self._since[alert.key])
            for alert in alerts
            if not alert.patient
            or alert.key in raised
            or now - self._since[alert.key] >= self._grace
        ]


async def _read_facts(connection: Connection) -> tuple[Facts, dict[str, int], str | None]:
    """Return the facts of now, the number of differences by kind, and the watcher's name."""
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
        dropped["count"],
        dropped["since"],
        sum(row["count"] for row in differences),
        min((row["since"] for row in differences), default=None),
    )
    counts = {row["kind"]: row["count"] for row in differences}
    return facts, counts, broker["watcher"] if fresh else None


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
        await connection.execute(_CLOSE, row["id"], past(row["detail"], dropped=dropped))
        log.info("alert is over", extra={"alert": row["kind"], "was": row["detail"]})


def _export_metrics(facts: Facts, differences: dict[str, int], alerts: dict[str, int]) -> None:
    metrics.BROKER_CONNECTED.set(facts.connected)
    unknown = float("nan")
    metrics.BROKER_QUEUED.set(unknown if facts.queued is None else facts.queued)
    subscriptions = facts.shared_subscriptions
    metrics.BROKER_SHARED.set(unknown if subscriptions is None else subscriptions)
    metrics.TICK_AGE.set(unknown if facts.tick_age_s is None else facts.tick_age_s)
    states = Counter(
        instance.state if instance.seen_s <= SILENT_S else "gone" for instance in facts.instances
    )
    for state in STATES:
        metrics.INSTANCES.labels(state).set(states[state])
    for kind in ("messages", "elements", "rows"):
        metrics.DIFFERENCES.labels(kind).set(differences.get(kind, 0))
    for kind in KINDS:
        metrics.ALERTS.labels(kind).set(alerts.get(kind, 0))
