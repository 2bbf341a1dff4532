"""The ledger, whose counts must balance, and the packet ids that make untimed messages unique."""

from datetime import date, datetime

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, BigKey, Count, Made


class _Counts:
    """Messages: received = decoded + undecodable.

    Elements: offered = stored + duplicate + rejected + ignored; `replayed` is counted besides.
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


class LedgerEntry(_Counts, Base):
    """The counts that one batch adds to an hour; append-only, as one row an hour would be hot."""

    __tablename__ = "ledger_entry"

    id: Mapped[BigKey]
    hour: Mapped[datetime]
    """The UTC hour in which ingest received the messages from the broker."""
    instance: Mapped[str]
    day: Mapped[date | None]
    """The UTC day on which the stored readings were measured; None if none was stored."""


class Ledger(_Counts, Base):
    """An hour of one ingest instance; the sum of its folded entries."""

    __tablename__ = "ledger"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    instance: Mapped[str] = mapped_column(primary_key=True)


class Untimed(Base):
    """Packet ids and payload digests of one batch's untimed messages, to deduplicate them.

    Rows are deleted once 65,535 newer packet ids follow, because ids are then used again.
    """

    __tablename__ = "untimed"

    id: Mapped[BigKey]
    instance: Mapped[str] = mapped_column(index=True)
    written_at: Mapped[Made]
    pairs: Mapped[bytes] = mapped_column(LargeBinary)
    """Two bytes of packet id and eight of digest for each message."""
    tick_ms: Mapped[int | None] = mapped_column(BigInteger)
    """The last tick seen before this batch, in ms since 1970."""
