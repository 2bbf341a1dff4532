"""A document of the status, as facts to judge."""

from collections.abc import Mapping
from typing import Any

from isotherm.instants import from_ms
from isotherm_api.status.judge import Backups, Certificate, Facts, Instance


def of(document: Mapping[str, Any]) -> Facts:
    """Return the facts that a document states."""
    broker, database, history = document["broker"], document["database"], document["history"]
    now = from_ms(document["now"])
    return Facts(
        now=now,
        today=now.date(),
        alerts={alert["name"] for alert in document["alerts"] if alert["source"] == "worker"},
        instances=[
            Instance(part["part"], instance["instance"], instance["version"], instance["state"])
            for part in document["parts"]
            for instance in part["instances"]
        ],
        watched=broker["watched"],
        connected=broker["connected"],
        missing=database["partitions"]["missing"],
        connections=database["connections"] / database["max_connections"],
        behind=history["behind"],
        lag_s=history["lag_s"] or 0.0,
        certificate=_certificate(document["certificate"]),
        backups=_backups(document["backups"]),
        prometheus_error=document["observers"]["prometheus_error"],
        rules=document["observers"]["rules"],
    )


def _certificate(shown: Mapping[str, Any] | None) -> Certificate | None:
    if shown is None:
        return None
    expires = shown["expires"]
    return Certificate(
        from_ms(shown["checked"]), None if expires is None else from_ms(expires), shown["error"]
    )


def _backups(backups: Mapping[str, Any]) -> Backups:
    good, last = backups["good"], backups["last"]
    return Backups(
        expected=backups["expected"],
        good_at=good and from_ms(good["started"]),
        failed=last is not None and last["ok"] is False,
        oldest_hours=backups["oldest_hours"],
    )
