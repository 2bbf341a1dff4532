"""What is watched: ingest's instances, the broker, the books against the rows, and the alerts."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, BigKey, Count


class IngestInstance(Base):
    """One ingest by its stable name, as its heartbeat tells; written every 2 seconds."""

    __tablename__ = "ingest_instance"

    instance: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """The database's time of its last heartbeat."""
    state: Mapped[str] = mapped_column(server_default=text("'running'"))
    """`draining` is the wish that it leave; `gone`, that it left and the broker keeps nothing."""
    connected: Mapped[bool] = mapped_column(server_default=text("false"))
    subscribed: Mapped[bool] = mapped_column(server_default=text("false"))
    waiting: Mapped[Count]
    """Messages read from the broker that are in no batch yet."""
    tick_at: Mapped[datetime | None]
    """What the last tick said that it read."""
    __table_args__ = (CheckConstraint("state IN ('running', 'draining', 'gone')", "state"),)


class BrokerWatch(Base):
    """One row: the broker as the one worker saw it that watches at present."""

    __tablename__ = "broker_watch"

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    watcher: Mapped[str | None]
    """Who watches; another one takes over when `seen_at` is too long ago. None at first."""
    seen_at: Mapped[datetime]
    connected: Mapped[bool] = mapped_column(server_default=text("false"))
    since: Mapped[datetime]
    """Since when it is connected, or is not."""
    dropped: Mapped[int | None] = mapped_column(BigInteger)
    """Its counter of dropped messages as last read; it begins anew with the broker."""
    queued: Mapped[int | None] = mapped_column(BigInteger)
    """Messages it keeps, retained ones left out; null where it does not say."""
    shared_subscriptions: Mapped[int | None]
    tick_at: Mapped[datetime | None]
    """When a tick last came back from it."""
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
    """How many readings measured on a UTC day were stored of what an hour received; folded."""

    __tablename__ = "ledger_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    stored: Mapped[Count]
    """Replayed ones are among them."""


class DayCheck(Base):
    """When a day's rows were last counted and compared with the ledger, and what came out."""

    __tablename__ = "day_check"

    day: Mapped[date] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(index=True)
    expected: Mapped[int] = mapped_column(BigInteger)
    found: Mapped[int] = mapped_column(BigInteger)


class LedgerDifference(Base):
    """An hour whose books do not balance, or whose rows are not as many as the books say."""

    __tablename__ = "ledger_difference"

    id: Mapped[BigKey]
    kind: Mapped[str]
    hour: Mapped[datetime]
    """The UTC hour of receipt."""
    day: Mapped[date | None]
    """Of rows: the UTC day they were measured on."""
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
    """Something people have to know, from when it began until it was over."""

    __tablename__ = "alert"

    id: Mapped[BigKey]
    kind: Mapped[str]
    cause: Mapped[str]
    """What it is about, so that it is there once: `ticks`, `instance:ingest-1`."""
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
