"""Sites, the sensors people name at them, and the limits they are judged by."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, Key, Made


class Site(Base):
    """A place with a name, an immutable slug and an IANA time zone."""

    __tablename__ = "site"

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    time_zone: Mapped[str]
    created_at: Mapped[Made]
    archived_at: Mapped[datetime | None]
    """Since when it is hidden, with its sensors; None if it is not."""
    __table_args__ = (CheckConstraint("slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'", "slug"),)


class Sensor(Base):
    """The measuring point that people look at; history, limits and graphs belong to it."""

    __tablename__ = "sensor"

    id: Mapped[Key]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    slug: Mapped[str]
    name: Mapped[str]
    place: Mapped[str | None]
    expected_interval_s: Mapped[float | None]
    """The expected interval in seconds that someone set."""
    learned_interval_s: Mapped[float | None]
    """The expected interval that worker learned; used if none is set."""
    learned_usual_s: Mapped[float | None]
    """The cadence that worker saw; below a second it is not believed, and teaches no interval."""
    learned_heartbeat_s: Mapped[float | None]
    """The heartbeat that worker saw beside the cadence."""
    learned_messages: Mapped[int | None]
    """How many messages showed that, and over how many seconds."""
    learned_span_s: Mapped[float | None]
    learned_at: Mapped[datetime | None]
    created_at: Mapped[Made]
    archived_at: Mapped[datetime | None]
    """Since when it is hidden; its history stays. None if it is not."""
    position: Mapped[int | None]
    """Its place in the site's list; sensors without one come last, by name."""
    __table_args__ = (
        UniqueConstraint("site_id", "slug"),
        CheckConstraint("slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'", "slug"),
        CheckConstraint("expected_interval_s > 0", "expected_interval_s"),
    )


class Limits(Base):
    """The limits of a sensor in °C, in force from `since` until the next row's `since`."""

    __tablename__ = "limits"

    id: Mapped[Key]
    sensor_id: Mapped[int] = mapped_column(ForeignKey("sensor.id", ondelete="CASCADE"))
    since: Mapped[datetime]
    low: Mapped[float | None]
    high: Mapped[float | None]
    min_duration_s: Mapped[float] = mapped_column(server_default=text("0"))
    """How long an excursion has to last to count that begins under these limits."""
    hysteresis: Mapped[float] = mapped_column(server_default=text("0"))
    """How far within a limit a value has to be to end an excursion, °C."""
    set_by: Mapped[str]
    set_at: Mapped[Made]
    __table_args__ = (
        UniqueConstraint("sensor_id", "since"),
        CheckConstraint("low < high", "low_below_high"),
        CheckConstraint("min_duration_s BETWEEN 0 AND 86400", "min_duration"),
        CheckConstraint(
            "hysteresis BETWEEN 0 AND 50 AND (low IS NULL OR high IS NULL OR hysteresis = 0"
            " OR low + hysteresis < high - hysteresis)",
            "hysteresis",
        ),
    )
