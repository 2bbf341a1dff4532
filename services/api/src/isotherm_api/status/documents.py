"""The status as the API answers it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import asyncpg

from isotherm_api.observation import Observation
from isotherm_api.prometheus import WATCHDOG, PrometheusAlert
from isotherm_api.ranges import ms
from isotherm_api.status.judge import Finding

PARTS = ("frontend", "api", "ingest", "worker")
_CRITICAL = frozenset({"blind", "lost", "ledger"})
"""The kinds of worker's alerts by which readings are missing, or may be."""
_GENERAL = ("down", "failing")
_SEVERITIES = ("critical", "warning", "note")


def parts(rows: Sequence[asyncpg.Record]) -> list[dict[str, Any]]:
    """Build the documents of all parts, also of those without an instance."""
    return [
        {"part": part, "instances": [_instance(row) for row in rows if row["part"] == part]}
        for part in PARTS
    ]


def _instance(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "instance": row["instance"],
        "version": row["version"],
        "started": ms(row["started_at"]),
        "seen": ms(row["seen_at"]),
        "state": row["state"],
    }


def broker(row: asyncpg.Record, drop_sums: asyncpg.Record) -> dict[str, Any]:
    """Build the document of the broker; a state that worker has not seen lately is unknown."""
    connected = row["fresh"] and row["connected"]
    seen = row["watcher"] is not None
    return {
        "version": row["version"],
        "watched": row["fresh"],
        "connected": connected,
        "since": ms(row["since"] if row["fresh"] else row["seen_at"]) if seen else None,
        "clients": row["clients"] if connected else None,
        "queued": row["queued"] if connected else None,
        "dropped_hour": drop_sums["hour"],
        "dropped_day": drop_sums["day"],
    }


def partitions(days: frozenset[date], today: date, ahead: int | None) -> dict[str, Any]:
    """Build the document of the days that have a partition."""
    missing = today
    while missing in days:
        missing += timedelta(days=1)
    return {
        "first": min(days, default=None),
        "last": max(days, default=None),
        "count": len(days),
        "ahead": ahead,
        "missing": missing,
    }


def certificate(row: asyncpg.Record | None) -> dict[str, Any] | None:
    """Build the document of the certificate."""
    return (
        None
        if row is None
        else {
            "address": row["address"],
            "checked": ms(row["checked_at"]),
            "expires": ms(row["expires_at"]),
            "error": row["error"],
        }
    )


def backups(
    good: asyncpg.Record | None, last: asyncpg.Record | None, *, expected: bool, oldest_hours: int
) -> dict[str, Any]:
    """Build the document of the backups."""
    return {
        "expected": expected,
        "good": good
        and {
            "name": good["name"],
            "started": ms(good["started_at"]),
            "finished": ms(good["finished_at"]),
            "bytes": good["bytes"],
            "revision": good["revision"],
        },
        "last": last
        and {
            "started": ms(last["started_at"]),
            "finished": ms(last["finished_at"]),
            "ok": last["ok"],
            "message": last["message"],
        },
        "oldest_hours": oldest_hours,
    }


def alerts(
    of_worker: Sequence[asyncpg.Record],
    of_prometheus: Sequence[PrometheusAlert],
    observation: Observation,
) -> list[dict[str, Any]]:
    """Build the documents of open alerts, worst first.

    What Prometheus says of the alerts that worker has open is left out, as is its watchdog.
    """
    kinds = {alert["kind"] for alert in of_worker}
    documents = [
        {
            "source": "worker",
            "name": alert["kind"],
            "severity": "critical" if alert["kind"] in _CRITICAL else "warning",
            "pending": False,
            "since": ms(alert["since"]),
            "count": alert["count"],
            "detail": alert["detail"],
            "runbook": observation.runbook(alert["kind"]),
        }
        for alert in of_worker
    ]
    documents += [
        _of_prometheus(alert, observation)
        for alert in of_prometheus
        if alert.labels.alertname != WATCHDOG and alert.runbook not in kinds
    ]
    return sorted(documents, key=_rank)


def _of_prometheus(alert: PrometheusAlert, observation: Observation) -> dict[str, Any]:
    severity, url = alert.labels.severity, alert.annotations.runbook_url
    return {
        "source": "prometheus",
        "name": alert.labels.alertname,
        "severity": severity if severity in ("critical", "warning") else "note",
        "pending": alert.state == "pending",
        "since": ms(alert.since),
        "count": None,
        "detail": alert.annotations.summary,
        "runbook": url
        if url.startswith(("https://", "http://"))
        else observation.runbook(alert.runbook),
    }


def _rank(alert: Mapping[str, Any]) -> tuple[bool, int]:
    return alert["pending"], _SEVERITIES.index(alert["severity"])


def findings(
    found: Sequence[Finding], alerts: Sequence[Mapping[str, Any]], observation: Observation
) -> list[dict[str, Any]]:
    """Build the documents of findings, without those that an open alert tells already.

    Alert and finding are about the same if they have one runbook, but for runbooks of any part or
    job.
    """
    told = {alert["runbook"] for alert in alerts if not alert["pending"]}
    told -= {observation.runbook(name) for name in _GENERAL}
    return [
        {
            "kind": finding.kind,
            "severity": finding.severity,
            "subject": finding.subject,
            "runbook": finding.runbook and observation.runbook(finding.runbook),
        }
        for finding in found
        if finding.runbook is None or observation.runbook(finding.runbook) not in told
    ]


def state(document: Mapping[str, Any]) -> str:
    """Return the worst of open alerts and findings, in a word."""
    severities = {finding["severity"] for finding in document["findings"]} | {
        alert["severity"] for alert in document["alerts"] if not alert["pending"]
    }
    if "critical" in severities:
        return "critical"
    return "attention" if "warning" in severities else "well"
