"""The facts are what the document of the status states, whatever is missing in it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms
from isotherm_api.status import facts
from isotherm_api.status.judge import Backups, Certificate, Facts, Instance

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
INSTANCE = {"instance": "api-0", "version": "0.1.0", "started": 0, "seen": 0, "state": "running"}


def document(**changes: Any) -> dict[str, Any]:
    """Return what `facts.of` reads of a status: of a new installation, but for the changes."""
    return {
        "now": to_ms(NOW),
        "alerts": [],
        "parts": [{"part": "api", "instances": [INSTANCE]}, {"part": "worker", "instances": []}],
        "broker": {"watched": False, "connected": False},
        "database": {
            "connections": 25,
            "max_connections": 100,
            "partitions": {"missing": NOW.date()},
        },
        "history": {"behind": 0, "lag_s": None},
        "certificate": None,
        "backups": {"expected": False, "good": None, "last": None, "oldest_hours": 50},
        "observers": {"prometheus_error": None, "rules": None},
    } | changes


def test_a_new_installation_has_no_more_than_its_parts() -> None:
    assert facts.of(document()) == Facts(
        now=NOW,
        today=NOW.date(),
        missing=NOW.date(),
        alerts=set(),
        instances=[Instance("api", "api-0", "0.1.0", "running")],
        watched=False,
        connected=False,
        connections=0.25,
    )


def test_every_fact_is_taken_over() -> None:
    stated = facts.of(
        document(
            broker={"watched": True, "connected": True},
            database={
                "connections": 90, "max_connections": 100,
                "partitions": {"missing": date(2026, 11, 24)},
            },
            history={"behind": 2, "lag_s": 30.5},
            observers={"prometheus_error": "status 503", "rules": False},
        )
    )  # fmt: skip
    assert (stated.watched, stated.connected, stated.connections) == (True, True, 0.9)
    assert stated.missing == date(2026, 11, 24)
    assert (stated.behind, stated.lag_s) == (2, 30.5)
    assert (stated.prometheus_error, stated.rules) == ("status 503", False)


def test_alerts_are_those_of_worker() -> None:
    alerts = [
        {"source": "worker", "name": "blind"},
        {"source": "worker", "name": "lost"},
        {"source": "prometheus", "name": "IsothermDown"},
    ]
    assert facts.of(document(alerts=alerts)).alerts == {"blind", "lost"}


def test_a_certificate_may_have_been_refused_before_its_end_was_read() -> None:
    shown = {"address": "a:8883", "checked": to_ms(NOW - HOUR), "expires": None, "error": "refused"}
    refused = Certificate(NOW - HOUR, None, "refused")
    assert facts.of(document(certificate=shown)).certificate == refused
    shown |= {"expires": to_ms(NOW + DAY), "error": None}
    good = Certificate(NOW - HOUR, NOW + DAY, None)
    assert facts.of(document(certificate=shown)).certificate == good


def test_only_a_backup_that_has_ended_can_have_failed() -> None:
    backups = {"expected": True, "good": {"started": to_ms(NOW - DAY)}, "oldest_hours": 30}
    for ok, failed in ((False, True), (True, False), (None, False)):
        stated = facts.of(document(backups=backups | {"last": {"ok": ok}}))
        assert stated.backups == Backups(True, NOW - DAY, failed, 30)
