"""Rejects: stored within budgets, counted in full, and replayed by jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, BigKey, Count, Made


class Reject(Base):
    """A message, or one element of it, that could not become a reading."""

    __tablename__ = "reject"

    id: Mapped[BigKey]
    received_at: Mapped[datetime]
    topic: Mapped[str]
    """Its beginning if it is longer than any valid topic."""
    topic_bytes: Mapped[int | None]
    """The length of the whole topic if `topic` was cut; None if it is whole."""
    device_name: Mapped[str | None]
    channel_name: Mapped[str | None]
    reason: Mapped[str]
    detail: Mapped[str]
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    """The bytes of the element or the message; only the first 4 KiB if not `whole`."""
    payload_bytes: Mapped[int]
    """The length of all its bytes."""
    element: Mapped[int | None]
    """The index of the element in its array, from 0; None for a whole message."""
    instance: Mapped[str]
    rules: Mapped[int] = mapped_column(SmallInteger, server_default=text("1"))
    """By which rules it was read: `isotherm.reasons.RULES` at that time."""
    whole: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether `payload` is complete, so that it can be replayed."""
    message: Mapped[int | None] = mapped_column(BigInteger)
    """A number that elements of one message share, so that a replay places them together."""
    retained: Mapped[bool] = mapped_column(server_default=text("false"))
    published_at: Mapped[datetime | None]
    """When it was published, as far as known when received; None means `received_at`."""
    time_unsure: Mapped[bool] = mapped_column(server_default=text("false"))
    replayed_at: Mapped[datetime | None]
    """When a replay stored its readings."""
    replay_job_id: Mapped[int | None] = mapped_column(BigInteger)
    refused_again: Mapped[str | None]
    """Why the last replay rejected it again; it may be replayed once more."""
    __table_args__ = (
        Index("ix_reject_received_at_id", "received_at", "id"),
        Index("ix_reject_device_name_received_at", "device_name", "received_at"),
        Index("ix_reject_replayable", "id", postgresql_where=text("whole AND replayed_at IS NULL")),
    )


class _Counted:
    """Rejects of one UTC hour of receipt, one device, one channel and one reason."""

    count: Mapped[Count]
    """All rejects, stored or not."""
    kept: Mapped[Count]
    """How many have a row in `reject`, or had one until it was past retention."""
    kept_bytes: Mapped[Count]
    """The bytes of the budget that these used."""


class RejectCount(_Counted, Base):
    """The counts that one batch adds to an hour; append-only, as one row an hour would be hot."""

    __tablename__ = "reject_count"

    id: Mapped[BigKey]
    hour: Mapped[datetime]
    device_name: Mapped[str]
    """Empty if the topic names no device."""
    reason: Mapped[str]
    channel_name: Mapped[str] = mapped_column(server_default="")
    """Empty for a channel that was not known: devices can make up any number of names."""
    __table_args__ = (Index("ix_reject_count_device_name_hour", "device_name", "hour"),)


class RejectHour(_Counted, Base):
    """An hour of one device, channel and reason; the sum of its folded counts."""

    __tablename__ = "reject_hour"

    device_name: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    channel_name: Mapped[str] = mapped_column(primary_key=True, server_default="")
    __table_args__ = (Index("ix_reject_hour_hour", "hour"),)


class ReplayJob(Base):
    """A request to replay rejects whose cause was fixed; an ingest works on it."""

    __tablename__ = "replay_job"

    id: Mapped[BigKey]
    asked_at: Mapped[Made]
    asked_by: Mapped[str]
    filter: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Which rejects, as `isotherm.replays.Filter` writes it."""
    site_ids: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    """The sites where the requesting user is operator; None for an administrator."""
    state: Mapped[str] = mapped_column(server_default=text("'waiting'"))
    instance: Mapped[str | None]
    """The ingest that worked on it last."""
    done_to: Mapped[Count]
    """Rejects up to this id have been processed."""
    last_id: Mapped[int] = mapped_column(BigInteger)
    """The last reject at the time of the request; later ones are not replayed."""
    matched: Mapped[Count]
    """How many rejects are to be replayed; once done, how many were."""
    replayed: Mapped[Count]
    """Rejects that became readings."""
    duplicate: Mapped[Count]
    """Rejects whose readings were stored already."""
    refused_again: Mapped[Count]
    """Rejects that were rejected again."""
    done_at: Mapped[datetime | None]
    error: Mapped[str | None]
    """Why it failed."""
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", "state"),
        Index("ix_replay_job_open", "id", postgresql_where=text("state IN ('waiting', 'running')")),
    )
