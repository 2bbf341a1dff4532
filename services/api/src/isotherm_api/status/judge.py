"""What is not as it should be, judged by facts; pure.

What worker already raised an alert about is not said twice.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from isotherm_api.status.schemas import FindingKind, Severity

EXPIRING = timedelta(days=14)
"""Certificates are renewed earlier than this before their end."""
UNSEEN = timedelta(hours=2)
"""Worker looks at the certificate several times an hour."""
BEHIND_S = 6 * 3600
"""Catching up after an outage, or with a new sensor, takes less."""
FULL = 0.85
"""The share of the server's connections that may be in use."""
BACKUP_HOURS = 50
"""How old a backup may become, unless worker says otherwise: one a day, and one that failed."""
_SEVERITIES: Sequence[Severity] = ("critical", "warning", "note")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    kind: FindingKind
    severity: Severity
    runbook: str | None = None
    """The name of what to do about it."""
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """A process of a part."""

    part: str
    name: str
    version: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the broker shows."""

    checked_at: datetime
    expires_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Backups:
    """What came of backups."""

    expected: bool = False
    good_at: datetime | None = None
    """When the newest good one was started."""
    failed: bool = False
    """Whether the newest one that ended failed."""
    oldest_hours: int = BACKUP_HOURS


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at `now`."""

    now: datetime
    today: date
    missing: date
    """The first day from today on without a partition."""
    alerts: Collection[str] = ()
    """The kinds of worker's open alerts."""
    instances: Sequence[Instance] = ()
    watched: bool = True
    connected: bool = True
    connections: float = 0.0
    """The share of the server's connections that are in use."""
    behind: int = 0
    lag_s: float = 0.0
    certificate: Certificate | None = None
    backups: Backups = Backups()
    prometheus_error: str | None = None
    rules: bool | None = None
    """Whether Prometheus evaluates the rules; None if it is not asked or does not answer."""


def judge(facts: Facts) -> list[Finding]:
    """Return the findings, worst first."""
    findings = (
        *_parts(facts),
        *_broker(facts),
        *_database(facts),
        *_certificate(facts),
        *_backups(facts),
        *_observers(facts),
    )
    return sorted(findings, key=lambda finding: _SEVERITIES.index(finding.severity))


def _parts(facts: Facts) -> Iterator[Finding]:
    running = [
        instance for instance in facts.instances if instance.state in ("running", "draining")
    ]
    present = {instance.part for instance in running}
    if "ingest" not in present and "blind" not in facts.alerts:
        yield Finding("part_missing", "critical", "ingest-down", "ingest")
    if not facts.watched:
        kind: FindingKind = "unwatched" if "worker" in present else "part_missing"
        yield Finding(kind, "critical", "unwatched", "worker")
    for instance in facts.instances:
        if instance.state == "gone" and instance.part in present:
            yield Finding("instance_gone", "note", "down", instance.name)
    if len({instance.version for instance in running}) > 1:
        yield Finding("versions_differ", "note")


def _broker(facts: Facts) -> Iterator[Finding]:
    told = {"blind", "impaired"} & set(facts.alerts)
    if facts.watched and not facts.connected and not told:
        yield Finding("broker_lost", "critical", "blind")


def _database(facts: Facts) -> Iterator[Finding]:
    if facts.missing <= facts.today + timedelta(days=1):
        yield Finding("partition_missing", "critical", "failing")
    if facts.connections > FULL:
        yield Finding("connections_short", "warning")
    if facts.behind:
        severity: Severity = "warning" if facts.lag_s > BEHIND_S else "note"
        yield Finding("rollups_behind", severity, "behind")


def _certificate(facts: Facts) -> Iterator[Finding]:
    shown = facts.certificate
    if shown is None:
        return
    if shown.error is not None:
        yield Finding("certificate_refused", "critical", "certificate-unusable")
    elif shown.expires_at is not None and shown.expires_at < facts.now + EXPIRING:
        yield Finding("certificate_expiring", "warning", "certificate-expiring")
    elif shown.checked_at < facts.now - UNSEEN:
        yield Finding("certificate_unseen", "note", "certificate-unusable")


def _backups(facts: Facts) -> Iterator[Finding]:
    backups = facts.backups
    oldest = timedelta(hours=backups.oldest_hours)
    if backups.good_at is None:
        if backups.failed:
            yield Finding("backup_failed", "critical", "backup-failed")
        else:
            severity: Severity = "warning" if backups.expected else "note"
            yield Finding("backup_never", severity, "backup-old")
    elif oldest and backups.good_at < facts.now - oldest:
        yield Finding("backup_old", "critical", "backup-old")
    elif backups.failed:
        yield Finding("backup_failed", "warning", "backup-failed")


def _observers(facts: Facts) -> Iterator[Finding]:
    if facts.prometheus_error is not None:
        yield Finding("prometheus_silent", "warning")
    elif facts.rules is False:
        yield Finding("rules_silent", "warning", "watchdog")
