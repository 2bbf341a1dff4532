"""The books that must balance: the ledger, the rejects, and what makes untimed messages unique."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.models.base import Base, BigKey, Count, Made


class _Counts:
    """Messages: received = decoded + undecodable.

    Elements: offered = stored + duplicate + rejected + ignored, and replays on top of these.
    """

    received: Mapped[Count]
    decoded: Mapped[Count]
    undecodable: Mapped[Count]
    offered: Mapped[Count]
    stored: Mapped[Count]
    duplicate: Mapped[Count]
    rejected: Mapped[Count]
    ignored: Mapped[Count]
    replayed: Mapped[Count]


COUNTERS: tuple[str, ...] = tuple(_Counts.__annotations__)
"""The ledger's counters by name, in the order of their columns."""


class LedgerEntry(_Counts, Base):
    """What one batch adds to an hour; append-only, so that no row is hot. Worker folds them."""

    __tablename__ = "ledger_entry"

    id: Mapped[BigKey]
    hour: Mapped[datetime]
    """The UTC hour in which ingest took the messages from the broker."""
    instance: Mapped[str]


class Ledger(_Counts, Base):
    """An hour of one ingest instance; the sum of its folded entries."""

    __tablename__ = "ledger"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    instance: Mapped[str] = mapped_column(primary_key=True)


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
    """At most the first 4 KiB."""
    payload_bytes: Mapped[int]
    """How long the whole was."""
    element: Mapped[int | None]
    """Which element of an array it was, from 0; none where the whole message was refused."""
    instance: Mapped[str]
    __table_args__ = (
        Index("ix_reject_received_at_id", "received_at", "id"),
        Index("ix_reject_device_name_received_at", "device_name", "received_at"),
    )


class Untimed(Base):
    """Packet ids and payload digests of one batch's untimed messages, so that each counts once.

    Rows go when 65,535 newer packet ids stand after them: the ids have come round.
    """

    __tablename__ = "untimed"

    id: Mapped[BigKey]
    instance: Mapped[str] = mapped_column(index=True)
    written_at: Mapped[Made]
    packet_ids: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    digests: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary))
    tick_ms: Mapped[int | None] = mapped_column(BigInteger)
    """The last tick seen before this batch, in ms since 1970."""
