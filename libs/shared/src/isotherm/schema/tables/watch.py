"""Monitoring: ingest's instances, the broker, the ledger compared with the rows, and alerts."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, BigKey, Count


class IngestInstance(Base):
    """The heartbeat of one ingest, by its stable name; written every 2 seconds."""

    __tablename__ = "ingest_instance"

    instance: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """The database's time of its last heartbeat."""
    state: Mapped[str] = mapped_column(server_default=text("'running'"))
    """`draining`: it was told to leave; `gone`: it left, and the broker keeps nothing for it."""
    connected: Mapped[bool] = mapped_column(server_default=text("false"))
    subscribed: Mapped[bool] = mapped_column(server_default=text("false"))
    waiting: Mapped[Count]
    """Messages received from the broker that are in no batch yet."""
    tick_at: Mapped[datetime | None]
    """The time in the last tick that it received."""
    version: Mapped[str | None]
    """None if an older version wrote the row."""
    __table_args__ = (CheckConstraint("state IN ('running', 'draining', 'gone')", "state"),)


class PartInstance(Base):
    """A running process of worker, api or frontend, by its stable name; ingest has its own table.

    An orderly end deletes it, and so does worker once it was not seen for a day.
    """

    __tablename__ = "part_instance"

    part: Mapped[str] = mapped_column(primary_key=True)
    instance: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """The database's time of its last sign of life; for frontend, of its last request to api."""
    __table_args__ = (CheckConstraint("part IN ('worker', 'api', 'frontend')", "part"),)


class BrokerWatch(Base):
    """One row: the broker as seen by the one worker that watches it."""

    __tablename__ = "broker_watch"

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    watcher: Mapped[str | None]
    """The worker that watches; another takes over once `seen_at` is too old. None at first."""
    seen_at: Mapped[datetime]
    connected: Mapped[bool] = mapped_column(server_default=text("false"))
    since: Mapped[datetime]
    """Since when it has been connected, or not connected."""
    dropped: Mapped[int | None] = mapped_column(BigInteger)
    """Its counter of dropped messages as last read; it restarts at 0 with the broker."""
    queued: Mapped[int | None] = mapped_column(BigInteger)
    """Messages it holds, without retained ones; None if it does not report them."""
    shared_subscriptions: Mapped[int | None]
    tick_at: Mapped[datetime | None]
    """When it last delivered a tick."""
    version: Mapped[str | None]
    """Of the broker's program, in its own words; None if it does not report it."""
    clients: Mapped[int | None] = mapped_column(BigInteger)
    """Connected clients, the services among them; None if it does not report them."""
    __table_args__ = (CheckConstraint("single", "single"),)


class BrokerCertificate(Base):
    """One row: the certificate that the broker shows to worker, as last looked at."""

    __tablename__ = "broker_certificate"

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    checked_at: Mapped[datetime | None]
    """None if worker looks at no certificate, as the broker has no TLS listener."""
    address: Mapped[str | None]
    """Host and port where worker looked."""
    expires_at: Mapped[datetime | None]
    """When it ends; None if worker could not read it."""
    error: Mapped[str | None]
    """Why a device could not use it now; None if it can."""
    __table_args__ = (CheckConstraint("single", "single"),)


class BrokerDrop(Base):
    """A rise of the broker's counter of dropped messages; append-only."""

    __tablename__ = "broker_drop"

    id: Mapped[BigKey]
    since: Mapped[datetime]
    """When the counter was last seen lower."""
    until: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int] = mapped_column(BigInteger)


class LedgerDay(Base):
    """How many readings of a UTC day were stored from the messages of an hour; folded."""

    __tablename__ = "ledger_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    stored: Mapped[Count]
    """Includes replayed readings."""


class DayCheck(Base):
    """The last comparison of a day's rows with the ledger, and its result."""

    __tablename__ = "day_check"

    day: Mapped[date] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(index=True)
    expected: Mapped[int] = mapped_column(BigInteger)
    found: Mapped[int] = mapped_column(BigInteger)


class LedgerDifference(Base):
    """An hour that does not balance, or whose rows are not as many as the ledger says."""

    __tablename__ = "ledger_difference"

    id: Mapped[BigKey]
    kind: Mapped[str]
    hour: Mapped[datetime]
    """The UTC hour of receipt."""
    day: Mapped[date | None]
    """For kind `rows`: the UTC day they were measured on."""
    expected: Mapped[int] = mapped_column(BigInteger)
    found: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    """When it balanced again."""
    __table_args__ = (
        CheckConstraint("kind IN ('messages', 'elements', 'rows')", "kind"),
        Index(
            "ix_ledger_difference_open",
            *("kind", "hour", "day"),
            unique=True,
            postgresql_where=text("until IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
    )


class Alert(Base):
    """A problem of the system itself, from its begin to its end."""

    __tablename__ = "alert"

    id: Mapped[BigKey]
    kind: Mapped[str]
    cause: Mapped[str]
    """What it is about, such as `ticks` or `instance:ingest-1`; at most one alert each is open."""
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    count: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[str]
    __table_args__ = (
        CheckConstraint("kind IN ('blind', 'lost', 'ledger', 'impaired', 'queued')", "kind"),
        Index(
            "ix_alert_open",
            *("kind", "cause"),
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_alert_until", "until"),
    )
