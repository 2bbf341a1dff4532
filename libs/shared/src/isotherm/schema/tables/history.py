"""Rollups of a sensor's readings, its gaps and faults, and what is to be rolled up again."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, SmallInteger, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from isotherm.schema.tables.base import Base, BigKey, Made


class SumColumns:
    """What the readings of a sensor add up to over a stretch of time; values in °C.

    A reading that counts holds until the next one of any quality, and not into a gap, across the
    stretch's edges too: `integral` (°C·s), the seconds and `covered_s` have what reaches in from
    before and not what reaches out. All else is of the readings measured in the stretch.
    """

    @declared_attr
    def sensor_id(cls) -> Mapped[int]:
        """Whose they are."""
        return mapped_column(
            ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )

    n: Mapped[int]
    """Readings that count."""
    uncounted: Mapped[int]
    total: Mapped[float]
    """The values of those that count, added up."""
    integral: Mapped[float]
    known_s: Mapped[float]
    """Seconds under a value that counts."""
    covered_s: Mapped[float]
    """Seconds that are no gap."""
    least: Mapped[float | None]
    least_at: Mapped[datetime | None]
    """When the least value was first measured."""
    most: Mapped[float | None]
    most_at: Mapped[datetime | None]
    first_at: Mapped[datetime | None]
    """The first reading of any quality; none where one only holds from before."""
    last_at: Mapped[datetime | None]
    last_value: Mapped[float | None]
    last_quality: Mapped[int | None] = mapped_column(SmallInteger)
    above_s: Mapped[float]
    """Seconds above the high limit in force at each instant."""
    below_s: Mapped[float]
    above_times: Mapped[int]
    """How often it went above; the first reading that counts is one time where it is above."""
    below_times: Mapped[int]
    first_above: Mapped[bool | None]
    """Whether the first judgement of the stretch says above; none where nothing was judged."""
    last_above: Mapped[bool | None]
    first_below: Mapped[bool | None]
    last_below: Mapped[bool | None]


class ReadingHour(SumColumns, Base):
    """An hour, beginning on a full hour of the site's zone."""

    __tablename__ = "reading_hour"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    interval_s: Mapped[float | None]
    """The expected interval that its gaps were judged by; none where it was not known."""


class ReadingDay(SumColumns, Base):
    """A whole day of the site's zone, made of its hours."""

    __tablename__ = "reading_day"

    day: Mapped[date] = mapped_column(primary_key=True)


class Gap(Base):
    """A silence longer than 3 expected intervals, from the last reading until the next one."""

    __tablename__ = "gap"

    sensor_id: Mapped[int] = mapped_column(
        ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime | None]
    """None while nothing has come before the sensor's `rolled_to`."""


class Fault(Base):
    """A stretch of faulty readings within an hour, until the next reading without fault.

    A run that is longer than an hour is made of stretches that touch. A faulty reading before a
    gap ends where it began.
    """

    __tablename__ = "fault"

    sensor_id: Mapped[int] = mapped_column(
        ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class Rollup(Base):
    """How far a sensor is rolled up; the row is also the lock of whoever does it."""

    __tablename__ = "rollup"

    sensor_id: Mapped[int] = mapped_column(
        ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    rolled_to: Mapped[datetime | None]
    """Hours before it are complete, readers take readings after it; none where none is."""
    revision: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    """Rises with each change of what was before the mark `closed_to`."""


class Dirty(Base):
    """Something changed at or between two instants that may be rolled up already; append-only.

    Ingest notes late readings by channel in their batch's transaction, triggers what changes by
    sensor. Worker deletes only rows it has read, and computes in a later statement.
    """

    __tablename__ = "dirty"

    id: Mapped[BigKey]
    channel_id: Mapped[int | None] = mapped_column(Integer, index=True)
    sensor_id: Mapped[int | None] = mapped_column(Integer, index=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    noted_at: Mapped[Made]
    __table_args__ = (CheckConstraint("num_nonnulls(channel_id, sensor_id) = 1", "whose"),)


class SensorInterval(Base):
    """The expected interval of a sensor, in force from `since` until the next row's `since`.

    The first row of a sensor is in force before its `since` too. A trigger adds rows where
    `sensor.expected_interval_s` or `sensor.learned_interval_s` change what is in force now.
    """

    __tablename__ = "sensor_interval"

    sensor_id: Mapped[int] = mapped_column(
        ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime] = mapped_column(primary_key=True)
    interval_s: Mapped[float]
    __table_args__ = (CheckConstraint("interval_s > 0", "interval_s"),)
