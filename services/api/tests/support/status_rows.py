"""Rows of a status, and alerts of Prometheus, for tests without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm_api.prometheus import PrometheusAlert

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def instance(part: str, name: str) -> Any:
    """Return a row of `queries.load_instances`."""
    times = {"started_at": NOW - HOUR, "seen_at": NOW}
    return {"part": part, "instance": name, "version": None, "state": "running"} | times


def watched(**changes: Any) -> Any:
    """Return a row of the broker that worker sees connected, but for the changes."""
    return {
        "watcher": "worker-0",
        "fresh": True,
        "connected": True,
        "since": NOW - HOUR,
        "seen_at": NOW,
        "version": "2.0.18",
        "clients": 51,
        "queued": 12,
    } | changes


def of_worker(kind: str) -> Any:
    """Return a row of `queries.load_alerts`."""
    return {"kind": kind, "since": NOW, "count": 3, "detail": "Readings are missing."}


def of_prometheus(
    name: str, severity: str = "critical", state: str = "firing", url: str = ""
) -> PrometheusAlert:
    """Return an alert as Prometheus has it."""
    return PrometheusAlert.model_validate(
        {
            "labels": {"alertname": name, "severity": severity},
            "annotations": {"summary": f"{name} holds", "runbook_url": url},
            "state": state,
            "activeAt": NOW,
        }
    )


def run(**changes: Any) -> Any:
    """Return a row of `queries.read_backups`: a good run."""
    times = {"started_at": NOW - HOUR, "finished_at": NOW}
    result = {"ok": True, "bytes": 5, "revision": "0033", "message": ""}
    return {"name": "b"} | times | result | changes
