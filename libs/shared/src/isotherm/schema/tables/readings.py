"""Readings, stored by channel and never rewritten, and the newest one of each channel."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, PrimaryKeyConstraint, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, Made


class Reading(Base):
    """A channel's value in °C at one instant, or no value and the quality bit that says why.

    In this column order a reading takes about 100 bytes, heap and key together. The table is
    partitioned by UTC day of `measured_at`, without a default partition: `make_day` has to make a
    day's partition before its first reading.
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
    """A channel's newest reading measured at or before now; written once a second at most."""

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
    """A reading that worker judges by its neighbours, once they are stored.

    Ingest inserts it in the batch's transaction; worker deletes it when a suspect reading is
    cleared, or after so long that neighbours are no longer expected.
    """

    __tablename__ = "suspect"

    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    measured_at: Mapped[datetime] = mapped_column(primary_key=True)
    noted_at: Mapped[Made]
    jump: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether it may be a jump and back, which makes it suspect; False for one that is suspect by
    its value, which its neighbours may clear."""


class Bundle(Base):
    """The readings of a channel that one message brought, if they were several.

    The readings in [since, until) are no messages of their own, so that intervals are learned from
    messages. Ingest inserts it in the batch's transaction; worker deletes it after eight days.
    """

    __tablename__ = "bundle"

    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
