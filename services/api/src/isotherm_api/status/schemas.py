"""The document of `status`."""

from datetime import date
from typing import Literal

from pydantic import Field

from isotherm_api.schemas import Model, Ms

PartWord = Literal["frontend", "api", "ingest", "worker"]
Severity = Literal["critical", "warning", "note"]
"""Worst first. A note is nothing that anybody has to act on at once."""
FindingKind = Literal[
    "part_missing",
    "unwatched",
    "broker_lost",
    "partition_missing",
    "certificate_refused",
    "certificate_expiring",
    "certificate_unseen",
    "backup_failed",
    "backup_old",
    "backup_never",
    "connections_short",
    "rollups_behind",
    "prometheus_silent",
    "rules_silent",
    "instance_gone",
    "versions_differ",
]


class Finding(Model):
    """What is not as it should be now, as api judges it from the rest of the document."""

    kind: FindingKind
    severity: Severity
    subject: str | None = Field(description="The part or instance that it is about, if it is one")
    runbook: str | None = Field(description="The URL of what to do about it")


class StatusAlert(Model):
    """An open alert: of worker, or of a rule that Prometheus evaluates."""

    source: Literal["worker", "prometheus"]
    name: str = Field(description="`blind`, or of Prometheus the name of its rule")
    severity: Severity
    pending: bool = Field(description="Of Prometheus: it holds, but not for long enough yet")
    since: Ms | None
    count: int | None = Field(description="Messages or readings that it is about, if counted")
    detail: str
    runbook: str = Field(description="The URL of what to do about it")


class PartInstance(Model):
    """One process of a part."""

    instance: str
    version: str | None = Field(description="Null if it does not say")
    started: Ms
    seen: Ms = Field(description="Its last sign of life; of frontend its last request to api")
    state: Literal["running", "draining", "quiet", "gone"] = Field(
        description="Gone: it gives no sign of life. Quiet: a frontend that sends no requests,"
        " as nobody uses it"
    )


class Part(Model):
    """A part of the system with its instances; one that ends in order is not among them."""

    part: PartWord
    instances: list[PartInstance]


class StatusBroker(Model):
    """The broker as worker sees it; null is what is not known or not reported."""

    version: str | None
    watched: bool = Field(description="Whether a worker watches it now")
    connected: bool
    since: Ms | None = Field(description="When it was connected, or disconnected")
    clients: int | None = Field(description="Connected clients, the services among them")
    queued: int | None
    dropped_hour: int = Field(description="Messages that it dropped in the last 60 minutes")
    dropped_day: int


class Partitions(Model):
    """The days of raw readings, in UTC, that have a partition."""

    first: date | None
    last: date | None
    count: int
    ahead: int | None = Field(description="How many days ahead worker makes them")
    missing: date = Field(description="The first day from today on that has none")


class StatusDatabase(Model):
    """The database, its size, and what it keeps."""

    version: str
    revision: str = Field(description="Of the schema")
    bytes: int
    reading_bytes: int | None = Field(description="Raw readings with their indexes, as sampled")
    sampled: Ms | None
    growth_bytes: int | None = Field(
        description="In a day, on average of up to 7; null until a day was sampled"
    )
    connections: int = Field(description="To the whole server")
    max_connections: int
    partitions: Partitions
    raw_days: int | None = Field(description="For how many days worker keeps raw readings")


class StatusHistory(Model):
    """How far readings are rolled up into hours."""

    lag_s: float | None = Field(description="Age of the oldest mark; null without any")
    behind: int = Field(description="Sensors rolled up only to more than two hours ago")
    dirty: int = Field(description="Ranges that have to be rolled up again")
    closed: Ms | None


class StatusCertificate(Model):
    """What the broker shows to whoever connects by TLS, as worker last looked."""

    address: str | None
    checked: Ms
    expires: Ms | None = Field(description="Null if none could be read yet")
    error: str | None = Field(description="Why a device refuses it; null if it accepts it")


class GoodBackup(Model):
    """The newest complete backup."""

    name: str
    started: Ms
    finished: Ms
    bytes: int | None
    revision: str | None


class BackupRun(Model):
    """A run of the backup."""

    started: Ms
    finished: Ms | None = Field(description="Null while it runs")
    ok: bool | None
    message: str


class Backups(Model):
    """Whether there is a backup to restore."""

    expected: bool = Field(description="Whether worker was told that backups are set up")
    good: GoodBackup | None
    last: BackupRun | None = Field(description="The newest run, whatever came of it")
    oldest_hours: int = Field(description="How old the newest good one may become; 0: any age")


class Observers(Model):
    """Where the system is observed from; hosts, null if not set."""

    logs: str | None
    traces: str | None
    metrics: str | None
    grafana: str | None = Field(description="The URL at which people open it")
    prometheus_error: str | None = Field(description="Why Prometheus did not answer just now")
    rules: bool | None = Field(
        description="Whether Prometheus evaluates Isotherm's rules; null if it did not answer"
    )


class Status(Model):
    """How the system itself is. Alerts and findings come worst first."""

    state: Literal["well", "attention", "critical"] = Field(
        description="The worst of alerts and findings; notes and pending alerts change nothing"
    )
    now: Ms
    version: str = Field(description="Of the api that answers")
    instance: str = Field(description="The api that answers")
    alerts: list[StatusAlert]
    findings: list[Finding]
    parts: list[Part]
    broker: StatusBroker
    database: StatusDatabase
    history: StatusHistory
    certificate: StatusCertificate | None = Field(description="Null without TLS at the broker")
    backups: Backups
    observers: Observers
