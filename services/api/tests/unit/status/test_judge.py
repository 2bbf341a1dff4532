"""Each fact that is not as it should be is a finding, once, and with its weight."""

import inspect
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from isotherm_api.status.judge import Backups, Certificate, Facts, Instance, judge

RUNBOOKS = Path(__file__).parents[5] / "docs/runbooks"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RUNNING = tuple(
    Instance(part, f"{part}-0", "0.1.0", "running") for part in ("api", "ingest", "worker")
)
GOOD = Backups(expected=True, good_at=NOW - 5 * HOUR)
WELL = Facts(now=NOW, today=TODAY, missing=TODAY + 2 * DAY, instances=RUNNING, backups=GOOD)


def shown(**changes: Any) -> Certificate:
    """Return a certificate that is well but for the changes."""
    given = {"checked_at": NOW, "expires_at": NOW + 60 * DAY, "error": None} | changes
    return Certificate(**given)


def test_nothing_is_found_where_all_is_well() -> None:
    assert judge(WELL) == []
    assert judge(replace(WELL, certificate=shown(), rules=True)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"instances": RUNNING[:1] + RUNNING[2:]}, [("part_missing", "critical", "ingest")]),
        ({"instances": RUNNING[:1] + RUNNING[2:], "alerts": {"blind"}}, []),
        ({"instances": RUNNING[:2], "watched": False}, [("part_missing", "critical", "worker")]),
        ({"watched": False, "connected": False}, [("unwatched", "critical", "worker")]),
        ({"instances": RUNNING[:2]}, []),  # it watches, and writes its row soon
        (
            {"instances": (*RUNNING, Instance("api", "api-1", "0.1.0", "gone"))},
            [("instance_gone", "note", "api-1")],
        ),
        ({"instances": (*RUNNING, Instance("frontend", "web-1", "0.0.9", "quiet"))}, []),
        (
            {"instances": (*RUNNING, Instance("ingest", "ingest-1", "0.2.0", "draining"))},
            [("versions_differ", "note", None)],
        ),
        (
            {"instances": (*RUNNING, Instance("ingest", "ingest-1", None, "running"))},
            [("versions_differ", "note", None)],
        ),
        ({"connected": False}, [("broker_lost", "critical", None)]),
        ({"connected": False, "alerts": {"impaired"}}, []),
        ({"missing": TODAY}, [("partition_missing", "critical", None)]),
        ({"missing": TODAY + DAY}, [("partition_missing", "critical", None)]),
        ({"connections": 0.86}, [("connections_short", "warning", None)]),
        ({"connections": 0.84}, []),
        ({"behind": 2, "lag_s": 3 * 3600}, [("rollups_behind", "note", None)]),
        ({"behind": 2, "lag_s": 7 * 3600}, [("rollups_behind", "warning", None)]),
        ({"lag_s": 7 * 3600}, []),  # an excursion that may yet count
        (
            {"certificate": shown(expires_at=NOW + 13 * DAY)},
            [("certificate_expiring", "warning", None)],
        ),
        ({"certificate": shown(expires_at=NOW + 15 * DAY)}, []),
        (
            {"certificate": shown(expires_at=NOW - DAY, error="certificate has expired")},
            [("certificate_refused", "critical", None)],
        ),
        ({"certificate": shown(checked_at=NOW - 3 * HOUR)}, [("certificate_unseen", "note", None)]),
        ({"backups": Backups()}, [("backup_never", "note", None)]),
        ({"backups": Backups(expected=True)}, [("backup_never", "warning", None)]),
        ({"backups": Backups(failed=True)}, [("backup_failed", "critical", None)]),
        ({"backups": replace(GOOD, failed=True)}, [("backup_failed", "warning", None)]),
        ({"backups": replace(GOOD, good_at=NOW - 51 * HOUR)}, [("backup_old", "critical", None)]),
        ({"backups": replace(GOOD, good_at=NOW - 49 * HOUR)}, []),
        ({"backups": replace(GOOD, good_at=NOW - 900 * HOUR, oldest_hours=0)}, []),
        ({"prometheus_error": "status 503"}, [("prometheus_silent", "warning", None)]),
        ({"rules": False}, [("rules_silent", "warning", None)]),
    ],
)  # fmt: skip
def test_a_fact_is_a_finding(
    changes: dict[str, Any], expected: list[tuple[str, str, str | None]]
) -> None:
    findings = judge(replace(WELL, **changes))
    assert [(finding.kind, finding.severity, finding.subject) for finding in findings] == expected


def test_each_runbook_exists() -> None:
    source = Path(inspect.getsourcefile(judge) or "").read_text(encoding="utf-8")
    named = set(re.findall(r'Finding\([^)]*?, (?:"\w+"|severity), "([a-z-]+)"', source))
    assert named >= {"blind", "failing"}
    assert named <= {path.stem for path in RUNBOOKS.glob("*.md")}


def test_the_worst_comes_first() -> None:
    findings = judge(replace(WELL, backups=Backups(), rules=False, missing=TODAY))
    assert [finding.severity for finding in findings] == ["critical", "warning", "note"]
