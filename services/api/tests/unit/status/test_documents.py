"""The documents of the status: each part, what is unknown, and alerts without repetition."""

from datetime import timedelta
from typing import Any

import pytest
from status_rows import NOW, instance, of_prometheus, of_worker, run, watched

from isotherm.instants import to_ms
from isotherm_api.observation import Observation
from isotherm_api.status import documents
from isotherm_api.status.judge import Finding

TODAY = NOW.date()
HOUR = timedelta(hours=1)
HERE = Observation(runbooks="https://wiki.example")


def test_a_part_without_an_instance_is_a_part() -> None:
    rows = [instance("api", "api-0"), instance("worker", "worker-0"), instance("api", "api-1")]
    parts = documents.parts(rows)
    assert all(part["instances"] == [] for part in documents.parts([]))
    assert len(documents.parts([])) == len(parts)
    assert [(part["part"], [row["instance"] for row in part["instances"]]) for part in parts] == [
        ("frontend", []), ("api", ["api-0", "api-1"]), ("ingest", []), ("worker", ["worker-0"]),
    ]  # fmt: skip
    assert parts[3]["instances"] == [
        {
            "instance": "worker-0", "version": None, "started": to_ms(NOW - HOUR),
            "seen": to_ms(NOW), "state": "running",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, (True, True, to_ms(NOW - HOUR), 51, 12)),
        ({"connected": False}, (True, False, to_ms(NOW - HOUR), None, None)),
        ({"fresh": False}, (False, False, to_ms(NOW), None, None)),
        ({"fresh": False, "watcher": None}, (False, False, None, None, None)),
    ],
    ids=["connected", "disconnected", "seen long ago", "never seen"],
)
def test_a_broker_has_figures_only_while_worker_sees_it(
    changes: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    drops: Any = {"hour": 2, "day": 9}
    document = documents.broker(watched(**changes), drops)
    names = ("watched", "connected", "since", "clients", "queued")
    assert tuple(document[name] for name in names) == expected
    assert (document["dropped_hour"], document["dropped_day"]) == (2, 9)
    assert document["version"] == "2.0.18"


@pytest.mark.parametrize(
    ("offsets", "missing"),
    [
        (range(-2, 4), 4), ((), 0), ((-1, 1), 0), ((-1, 0, 2), 1), ((-3, 0, 1), 2), ((-1,), 0),
        ((-1, 0), 1),
    ],
    ids=["all", "none", "today", "tomorrow", "a past day", "from today on", "from tomorrow on"],
)  # fmt: skip
def test_the_first_day_from_today_on_without_a_partition_is_missing(
    offsets: Any, missing: int
) -> None:
    days = frozenset(TODAY + timedelta(days=offset) for offset in offsets)
    document = documents.partitions(days, TODAY, 7)
    expected = TODAY + timedelta(days=missing)
    assert document == {
        "first": min(days, default=None), "last": max(days, default=None), "count": len(days),
        "ahead": 7, "missing": expected,
    }  # fmt: skip


def test_a_certificate_is_shown_if_there_is_one() -> None:
    row: Any = {"address": "a:8883", "checked_at": NOW, "expires_at": None, "error": "refused"}
    assert documents.certificate(row) == {
        "address": "a:8883", "checked": to_ms(NOW), "expires": None, "error": "refused",
    }  # fmt: skip
    assert documents.certificate(None) is None


def test_a_backup_that_runs_has_no_end() -> None:
    running = run(ok=None, started_at=NOW, finished_at=None)
    document = documents.backups(run(), running, expected=True, oldest_hours=50)
    assert document["good"] == {
        "name": "b", "started": to_ms(NOW - HOUR), "finished": to_ms(NOW), "bytes": 5,
        "revision": "0033",
    }  # fmt: skip
    assert document["last"] == {
        "started": to_ms(NOW), "finished": None, "ok": None, "message": "",
    }  # fmt: skip
    assert documents.backups(None, None, expected=False, oldest_hours=0) == {
        "expected": False, "good": None, "last": None, "oldest_hours": 0,
    }  # fmt: skip


def test_alerts_come_worst_first_and_pending_ones_last() -> None:
    rows = [of_worker(kind) for kind in ("impaired", "blind", "lost", "ledger", "queued")]
    rules = [
        of_prometheus("IsothermDiskFilling", state="pending"),
        of_prometheus("IsothermOdd", "page"),
        of_prometheus("IsothermErrors", "warning"),
        of_prometheus("IsothermDown"),
    ]
    alerts = documents.alerts(rows, rules, HERE)
    assert [(alert["name"], alert["severity"], alert["pending"]) for alert in alerts] == [
        ("blind", "critical", False),
        ("lost", "critical", False),
        ("ledger", "critical", False),
        ("IsothermDown", "critical", False),
        ("impaired", "warning", False),
        ("queued", "warning", False),
        ("IsothermErrors", "warning", False),
        ("IsothermOdd", "note", False),
        ("IsothermDiskFilling", "critical", True),
    ]


def test_an_alert_of_worker_is_not_repeated_by_prometheus() -> None:
    rules = [of_prometheus("IsothermWatchdog"), of_prometheus("IsothermBlind")]
    assert documents.alerts([of_worker("blind")], rules, HERE) == [
        {
            "source": "worker", "name": "blind", "severity": "critical", "pending": False,
            "since": to_ms(NOW), "count": 3, "detail": "Readings are missing.",
            "runbook": "https://wiki.example/blind.md",
        }
    ]  # fmt: skip
    assert [alert["source"] for alert in documents.alerts([], rules, HERE)] == ["prometheus"]


@pytest.mark.parametrize(
    ("url", "runbook"),
    [
        ("https://r.example/errors.md", "https://r.example/errors.md"),
        ("http://r.example/errors.md", "http://r.example/errors.md"),
        ("javascript:alert(1)", "https://wiki.example/disk-filling.md"),
        ("", "https://wiki.example/disk-filling.md"),
    ],
)
def test_a_runbook_of_prometheus_is_linked_if_it_is_a_page(url: str, runbook: str) -> None:
    [alert] = documents.alerts([], [of_prometheus("IsothermDiskFilling", url=url)], HERE)
    assert (alert["runbook"], alert["since"], alert["count"]) == (runbook, to_ms(NOW), None)
    assert alert["detail"] == "IsothermDiskFilling holds"


def test_what_an_open_alert_tells_is_not_found_again() -> None:
    found = [
        Finding("backup_old", "critical", "backup-old"),
        Finding("certificate_expiring", "warning", "certificate-expiring"),
        Finding("instance_gone", "note", "down", "api-1"),
        Finding("versions_differ", "note"),
    ]
    rules = [
        of_prometheus("IsothermBackupOld"),
        of_prometheus("IsothermDown", "warning"),
        of_prometheus("IsothermCertificateExpiring", "warning", "pending"),
    ]
    findings = documents.findings(found, documents.alerts([], rules, HERE), HERE)
    assert [(finding["kind"], finding["runbook"]) for finding in findings] == [
        ("certificate_expiring", "https://wiki.example/certificate-expiring.md"),
        ("instance_gone", "https://wiki.example/down.md"),
        ("versions_differ", None),
    ]
    assert [finding["subject"] for finding in findings] == [None, "api-1", None]


@pytest.mark.parametrize(
    ("findings", "alerts", "state"),
    [
        ((), (), "well"),
        (("note",), (("critical", True),), "well"),
        (("note", "warning"), (), "attention"),
        ((), (("warning", False),), "attention"),
        (("warning",), (("critical", False),), "critical"),
        (("critical",), (("note", False),), "critical"),
    ],
)
def test_the_state_is_the_worst_but_for_notes_and_pending_alerts(
    findings: tuple[str, ...], alerts: tuple[tuple[str, bool], ...], state: str
) -> None:
    document = {
        "findings": [{"severity": severity} for severity in findings],
        "alerts": [{"severity": severity, "pending": pending} for severity, pending in alerts],
    }
    assert documents.state(document) == state
