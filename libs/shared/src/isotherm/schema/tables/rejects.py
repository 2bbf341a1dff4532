"""What could not become a reading: kept within budgets, counted in full, replayed by jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, Integer, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, BigKey, Count, Made


class Reject(Base):
    """A message, or one element of it, that could not become a reading."""

    __tablename__ = "reject"

    id: Mapped[BigKey]
    received_at: Mapped[datetime]
    topic: Mapped[str]
    device_name: Mapped[str | None]
    channel_name: Mapped[str | None]
    reason: Mapped[str]
    detail: Mapped[str]
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    """Of an element its own bytes, of a message all of them; where not whole, the first 4 KiB."""
    payload_bytes: Mapped[int]
    """How long the whole was."""
    element: Mapped[int | None]
    """Which element of an array it was, from 0; none where the whole message was refused."""
    instance: Mapped[str]
    whole: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether `payload` is all of it, so that it can be replayed."""
    message: Mapped[int | None] = mapped_column(BigInteger)
    """A number that elements of one message share: they are placed together again."""
    retained: Mapped[bool] = mapped_column(server_default=text("false"))
    published_at: Mapped[datetime | None]
    """When it was published, as near as could be known at the receipt; received_at where none."""
    time_unsure: Mapped[bool] = mapped_column(server_default=text("false"))
    replayed_at: Mapped[datetime | None]
    """Since when its readings are there."""
    replay_job_id: Mapped[int | None] = mapped_column(BigInteger)
    refused_again: Mapped[str | None]
    """Why the last replay did not make a reading of it; it may be replayed again."""
    __table_args__ = (
        Index("ix_reject_received_at_id", "received_at", "id"),
        Index("ix_reject_device_name_received_at", "device_name", "received_at"),
        Index("ix_reject_replayable", "id", postgresql_where=text("whole AND replayed_at IS NULL")),
    )


class _Counted:
    """Rejects of one UTC hour of receipt, device and reason."""

    count: Mapped[Count]
    """All of them, kept or not."""
    kept: Mapped[Count]
    """How many have a row in `reject`, or had one until its time was over."""
    kept_bytes: Mapped[Count]
    """What these cost of the budget."""


class RejectCount(_Counted, Base):
    """What one batch adds to an hour; append-only, so that no row is hot. Worker folds them."""

    __tablename__ = "reject_count"

    id: Mapped[BigKey]
    hour: Mapped[datetime]
    device_name: Mapped[str]
    """Empty where the topic tells no device."""
    reason: Mapped[str]
    __table_args__ = (Index("ix_reject_count_device_name_hour", "device_name", "hour"),)


class RejectHour(_Counted, Base):
    """An hour of one device and reason; the sum of its folded counts."""

    __tablename__ = "reject_hour"

    device_name: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    __table_args__ = (Index("ix_reject_hour_hour", "hour"),)


class ReplayJob(Base):
    """A wish to make readings of rejects whose cause is cured; ingest takes it."""

    __tablename__ = "replay_job"

    id: Mapped[BigKey]
    asked_at: Mapped[Made]
    asked_by: Mapped[str]
    filter: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Which rejects, as `isotherm.replays.Filter` writes it."""
    site_ids: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    """Where who asked was operator; none for an admin, who may replay what belongs nowhere."""
    state: Mapped[str] = mapped_column(server_default=text("'waiting'"))
    instance: Mapped[str | None]
    """Which ingest worked at it last."""
    done_to: Mapped[Count]
    """Rejects up to this id have been dealt with."""
    last_id: Mapped[int] = mapped_column(BigInteger)
    """The last reject there was when it was asked for; what comes later is not meant."""
    matched: Mapped[Count]
    """How many rejects there were to replay; once done, how many were."""
    replayed: Mapped[Count]
    """Rejects that are readings now."""
    duplicate: Mapped[Count]
    """Rejects whose readings had been there already."""
    refused_again: Mapped[Count]
    """Rejects that still are none."""
    done_at: Mapped[datetime | None]
    error: Mapped[str | None]
    """Why it ended before its end."""
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", "state"),
        Index("ix_replay_job_open", "id", postgresql_where=text("state IN ('waiting', 'running')")),
    )
