"""Devices with their channels, and which channel supplied which sensor when."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import (
    ARRAY,
    DOUBLE_PRECISION,
    TSTZRANGE,
    ExcludeConstraint,
    Range,
)
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.names import LONGEST_NAME, NAME
from isotherm.plausible import AIR_HIGH, AIR_LOW, MOST_FAULT_VALUES
from isotherm.schema.tables.base import Base, Key, Made
from isotherm.units import ABSOLUTE_ZERO, HOTTEST

_NAME = f"name ~ '^{NAME}$' AND length(name) <= {LONGEST_NAME}"
_PROPOSED = "state = 'proposed' AND expired_at IS NULL"
_FAULT_VALUES = (
    f"cardinality(fault_values) <= {MOST_FAULT_VALUES}"
    " AND array_position(fault_values, NULL) IS NULL"
    " AND NOT fault_values && '{NaN,Infinity,-Infinity}'::float8[]"
)


class Device(Base):
    """The hardware with an MQTT identity; its immutable name is its user name at the broker."""

    __tablename__ = "device"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str | None]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    """Its home site; None while it is only proposed to administrators."""
    state: Mapped[str] = mapped_column(server_default=text("'proposed'"))
    model: Mapped[str | None]
    serial: Mapped[str | None]
    firmware: Mapped[str | None]
    notes: Mapped[str | None]
    time_zone: Mapped[str | None]
    """IANA zone of the times it sends without an offset."""
    credential_salt: Mapped[str | None]
    credential_hash: Mapped[str | None]
    """Base64, as Mosquitto's dynamic security stores it (see `isotherm.broker.file`)."""
    credential_version: Mapped[int] = mapped_column(server_default=text("0"))
    """Rises with each new password; 0 if Isotherm has made none."""
    credential_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    """Since when it may not connect; None if it may."""
    removed_at: Mapped[datetime | None]
    """When somebody removed it. Its channels and readings stay, and its name stays taken."""
    clock_skew_ms: Mapped[int | None] = mapped_column(BigInteger)
    """How far its clock is ahead, negative for a constant lag; None if it is right to half a
    minute."""
    connection: Mapped[str | None]
    connection_at: Mapped[datetime | None]
    created_at: Mapped[Made]
    __table_args__ = (
        CheckConstraint(_NAME, "name"),
        CheckConstraint("state IN ('proposed', 'known')", "state"),
        CheckConstraint("connection IN ('online', 'offline')", "connection"),
    )


class Channel(Base):
    """One probe of a device, the last level of its topic; readings are stored by channel."""

    __tablename__ = "channel"

    id: Mapped[Key]
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    name: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=text("'proposed'"))
    fault_list: Mapped[bool] = mapped_column(server_default=text("true"))
    """Whether the values that probes send instead of a temperature are recognised: -127 is a
    fault, others, such as 999, are suspect."""
    fault_values: Mapped[list[float]] = mapped_column(
        ARRAY(DOUBLE_PRECISION), server_default=text("'{}'")
    )
    """Numbers that this device sends when it has no temperature, as it sends them (in its unit)."""
    plausible_low: Mapped[float | None]
    """°C; a colder reading is suspect. None sets no bound."""
    plausible_high: Mapped[float | None]
    """°C; a hotter reading is suspect."""
    unit: Mapped[str | None]
    """The unit of payloads without one; None means °C."""
    created_at: Mapped[Made]
    dismissed_at: Mapped[datetime | None]
    """Since when its proposal is not shown unless it is asked for."""
    proposed_at: Mapped[Made]
    """When it was last proposed: when it was created, restored, or heard after it had expired."""
    expired_at: Mapped[datetime | None]
    """Since when it is no proposal any more, as it is silent; None once it speaks again."""
    __table_args__ = (
        UniqueConstraint("device_id", "name"),
        Index("ix_channel_proposed", "id", postgresql_where=text(_PROPOSED)),
        Index("ix_channel_expired", "id", postgresql_where=text("expired_at IS NOT NULL")),
        Index("ix_channel_ignored", "id", postgresql_where=text("state = 'ignored'")),
        Index("ix_channel_live", "device_id", postgresql_where=text("expired_at IS NULL")),
        Index("ix_channel_created", "device_id", "created_at"),
        CheckConstraint(_NAME, "name"),
        CheckConstraint("state IN ('proposed', 'known', 'ignored')", "state"),
        CheckConstraint("expired_at IS NULL OR state = 'proposed'", "expired"),
        CheckConstraint("unit IN ('C', 'F', 'K')", "unit"),
        CheckConstraint(_FAULT_VALUES, "fault_values"),
        CheckConstraint(f"plausible_low BETWEEN {ABSOLUTE_ZERO} AND {AIR_LOW}", "plausible_low"),
        CheckConstraint(f"plausible_high BETWEEN {AIR_HIGH} AND {HOTTEST}", "plausible_high"),
    )


class Installation(Base):
    """A channel supplied a sensor during a range of time; never two at once for either."""

    __tablename__ = "installation"

    id: Mapped[Key]
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    sensor_id: Mapped[int] = mapped_column(ForeignKey("sensor.id"))
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    __table_args__ = (
        ExcludeConstraint(
            ("channel_id", "="), ("during", "&&"), name="ex_installation_channel", using="gist"
        ),
        ExcludeConstraint(
            ("sensor_id", "="), ("during", "&&"), name="ex_installation_sensor", using="gist"
        ),
        CheckConstraint("NOT isempty(during)", "during"),
    )
