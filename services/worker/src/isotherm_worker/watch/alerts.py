"""Keeps the alerts: opens what holds, ends what is over, and tells Prometheus of both."""

import logging
from collections import Counter
from collections.abc import Iterable, Set
from datetime import datetime, timedelta

import asyncpg

from isotherm.watch import HEARTBEAT_S, SILENT_S
from isotherm_worker import metrics
from isotherm_worker.jobs import Connection, Job
from isotherm_worker.watch.judge import Alarm, Facts, Instance, Rising, judge, past

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=SILENT_S)
"""What a restart of broker or ingest mends by itself within this time is no alert."""
KINDS = ("blind", "lost", "ledger", "impaired", "queued")
STATES = ("running", "draining", "gone")
Place = tuple[str, str]
"""An alert's kind and cause."""

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
_COUNTED = "SELECT kind, count(*) FROM alert WHERE until IS NULL GROUP BY kind"
_NEW = "INSERT INTO alert (kind, cause, since, count, detail) VALUES ($1, $2, $3, $4, $5)"
_CHANGED = "UPDATE alert SET count = $2, detail = $3 WHERE id = $1"
_OVER = "UPDATE alert SET until = now(), detail = $2 WHERE id = $1"
_FORGET = (
    "DELETE FROM ingest_instance WHERE state = 'gone' AND seen_at < now() - interval '7 days'",
    "DELETE FROM alert WHERE until < now() - interval '400 days'",
    "DELETE FROM broker_drop WHERE until < now() - interval '400 days'",
)


def keep_alerts(watcher: str, queued_at: int, grace: timedelta = GRACE) -> Job:
    """The job that judges while this worker watches the broker; else it only tells Prometheus.

    `watcher` is its name as watcher; `queued_at` messages in the broker are an alert.
    """
    rising, noticed = Rising(), Noticed(grace)

    async def run(connection: Connection) -> int:
        facts, differences, watched_by = await _facts(connection)
        known = {(row["kind"], row["cause"]): row for row in await connection.fetch(_OPEN)}
        grows = rising.look(facts.now, facts.queued)
        if watched_by == watcher:
            held = judge(facts, queued_at=queued_at, rising=grows)
            lasting = noticed.lasting(held, facts.now, set(known))
            await _keep(connection, lasting, known, dropped=facts.dropped > 0)
            for statement in _FORGET:
                await connection.execute(statement)
        open_ = {row["kind"]: row["count"] for row in await connection.fetch(_COUNTED)}
        _tell(facts, differences, open_)
        return sum(open_.values())

    return Job("alerts", HEARTBEAT_S, run)


class Noticed:
    """Since when each alarm has held without a break, so that a patient one can be waited for."""

    def __init__(self, grace: timedelta) -> None:
        self._grace = grace
        self._since: dict[Place, datetime] = {}

    def lasting(
        self, held: Iterable[Alarm], now: datetime, raised: Set[Place]
    ) -> list[tuple[Alarm, datetime]]:
        """Those to raise, or to keep raised, and since when they hold."""
        alarms = list(held)
        self._since = {each.place: self._since.get(each.place, now) for each in alarms}
        return [
            (each, each.since or self._since[each.place])
            for each in alarms
            if not each.patient
            or each.place in raised
            or now - self._since[each.place] >= self._grace
        ]


async def _facts(connection: Connection) -> tuple[Facts, dict[str, int], str | None]:
    """What is noted now, how many differences of each kind, and who watches."""
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


async def _keep(
    connection: Connection,
    held: Iterable[tuple[Alarm, datetime]],
    known: dict[Place, asyncpg.Record],
    *,
    dropped: bool,
) -> None:
    for each, since in held:
        row = known.pop(each.place, None)
        if row is None:
            await connection.execute(_NEW, each.kind, each.cause, since, each.count, each.detail)
            log.error(each.detail, extra={"alert": each.kind, "count": each.count})
        elif (row["count"], row["detail"]) != (each.count, each.detail):
            await connection.execute(_CHANGED, row["id"], each.count, each.detail)
    for row in known.values():
        await connection.execute(_OVER, row["id"], past(row["detail"], dropped=dropped))
        log.info("alert is over", extra={"alert": row["kind"], "was": row["detail"]})


def _tell(facts: Facts, differences: dict[str, int], alerts: dict[str, int]) -> None:
    metrics.BROKER_CONNECTED.set(facts.connected)
    unknown = float("nan")
    metrics.BROKER_QUEUED.set(unknown if facts.queued is None else facts.queued)
    shared = facts.shared_subscriptions
    metrics.BROKER_SHARED.set(unknown if shared is None else shared)
    metrics.TICK_AGE.set(unknown if facts.tick_age_s is None else facts.tick_age_s)
    states = Counter(each.state if each.seen_s <= SILENT_S else "gone" for each in facts.instances)
    for state in STATES:
        metrics.INSTANCES.labels(state).set(states[state])
    for kind in ("messages", "elements", "rows"):
        metrics.DIFFERENCES.labels(kind).set(differences.get(kind, 0))
    for kind in KINDS:
        metrics.ALERTS.labels(kind).set(alerts.get(kind, 0))
