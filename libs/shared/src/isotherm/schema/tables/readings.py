"""Readings, as immutable facts by channel, and the newest of each channel."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, PrimaryKeyConstraint, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, Made


class Reading(Base):
    """What a channel said at one instant: degrees Celsius, or nothing and the bit that says why.

    In this column order a reading costs about 100 bytes, heap and key. Partitioned by UTC day on
    measured_at, without a default partition, so `isotherm_make_day` has to come first.
    """

    __tablename__ = "reading"

    measured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    value: Mapped[float | None]
    channel_id: Mapped[int] = mapped_column(Integer)
    quality: Mapped[int] = mapped_column(SmallInteger)
    __table_args__ = (
        PrimaryKeyConstraint("channel_id", "measured_at"),
        {"postgresql_partition_by": "RANGE (measured_at)"},
    )


class Latest(Base):
    """The newest reading of a channel by measured_at, flushed at most once a second by ingest."""

    __tablename__ = "latest"

    channel_id: Mapped[int] = mapped_column(
        ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    measured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    value: Mapped[float | None]
    quality: Mapped[int] = mapped_column(SmallInteger)
    good_at: Mapped[datetime | None]
    """When the newest reading that counts was measured, and its value."""
    good_value: Mapped[float | None]
    written_at: Mapped[datetime] = mapped_column(
        server_default=text("clock_timestamp()"), index=True
    )


class Suspect(Base):
    """A suspect reading that worker may yet find plausible by its neighbours.

    Ingest notes it in the batch's transaction; worker ends the note when the bit is cleared, or
    when neighbours can hardly come any more.
    """

    __tablename__ = "suspect"

    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    measured_at: Mapped[datetime] = mapped_column(primary_key=True)
    noted_at: Mapped[Made]
