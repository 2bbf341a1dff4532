"""Rollups of a sensor's readings, its gaps and faults, and ranges to be rolled up again."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, SmallInteger, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from isotherm.schema.tables.base import Base, BigKey, Made


class SumColumns:
    """Sums of a sensor's readings over an hour or a day; values in °C.

    A reading that counts holds until the next one of any quality, but not into a gap. `integral`
    (°C·s) and the seconds include the part of an earlier reading that holds into the span, and not
    what holds beyond its end. All other columns are of the readings measured in the span.
    """

    @declared_attr
    def sensor_id(cls) -> Mapped[int]:
        """The sensor."""
        return mapped_column(
            ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )

    n: Mapped[int]
    """Readings that count."""
    uncounted: Mapped[int]
    total: Mapped[float]
    """The sum of the values that count."""
    integral: Mapped[float]
    known_s: Mapped[float]
    """Seconds in which a value that counts holds."""
    covered_s: Mapped[float]
    """Seconds outside gaps."""
    least: Mapped[float | None]
    least_at: Mapped[datetime | None]
    """When the least value was first measured."""
    most: Mapped[float | None]
    most_at: Mapped[datetime | None]
    first_at: Mapped[datetime | None]
    """The first reading of any quality; None if only an earlier one holds into the span."""
    last_at: Mapped[datetime | None]
    last_value: Mapped[float | None]
    last_quality: Mapped[int | None] = mapped_column(SmallInteger)
    above_s: Mapped[float]
    """Seconds above the high limit in force at each instant."""
    below_s: Mapped[float]
    above_times: Mapped[int]
    """How often it went above; a first reading that counts and is above is one time, too."""
    below_times: Mapped[int]
    first_above: Mapped[bool | None]
    """Whether the first judgement in the span was above; None if nothing was judged."""
    last_above: Mapped[bool | None]
    first_below: Mapped[bool | None]
    last_below: Mapped[bool | None]


class ReadingHour(SumColumns, Base):
    """An hour, beginning on a full hour of the site's zone."""

    __tablename__ = "reading_hour"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    interval_s: Mapped[float | None]
    """The expected interval by which its gaps were judged; None if unknown."""


class ReadingDay(SumColumns, Base):
    """A full day of the site's zone, summed from its hours."""

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
    """None if no reading followed before the sensor's `rolled_to`."""


class Fault(Base):
    """A run of faulty readings within an hour, until the next reading without fault.

    A run over several hours is stored as spans that touch. A faulty reading before a gap is an
    instant: it ends when it began.
    """

    __tablename__ = "fault"

    sensor_id: Mapped[int] = mapped_column(
        ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class Rollup(Base):
    """How far a sensor is rolled up; workers lock the row to roll it up."""

    __tablename__ = "rollup"

    sensor_id: Mapped[int] = mapped_column(
        ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    rolled_to: Mapped[datetime | None]
    """Hours before it are complete, readers use raw readings after it; None before the first."""
    revision: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    """Rises with each change of history before the mark `closed_to`."""


class Dirty(Base):
    """A range, both ends included, that may have to be rolled up again; append-only.

    Ingest inserts ranges of late readings by channel in their batch's transaction, triggers those
    of other changes by sensor. Worker deletes only rows it has read, and computes afterwards.
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

    The first row of a sensor is in force before its `since` too. A trigger adds a row when
    `sensor.expected_interval_s` or `sensor.learned_interval_s` changes the interval in force.
    """

    __tablename__ = "sensor_interval"

    sensor_id: Mapped[int] = mapped_column(
        ForeignKey("sensor.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    since: Mapped[datetime] = mapped_column(primary_key=True)
    interval_s: Mapped[float]
    __table_args__ = (CheckConstraint("interval_s > 0", "interval_s"),)
