"""Connections of devices to the broker, as worker reads them from the broker's notices."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, Count


class LinkWatch(Base):
    """One row: the one worker that reads the broker's notices, and since when without a gap."""

    __tablename__ = "link_watch"

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    watcher: Mapped[str | None]
    """The worker that reads; another takes over once `seen_at` is too old. None at first."""
    seen_at: Mapped[datetime]
    watched_since: Mapped[datetime | None]
    """Since when no notice was missed; None if the broker publishes none, or nobody reads them."""
    missed: Mapped[Count]
    """Notices that were dropped because they came faster than worker reads."""
    __table_args__ = (CheckConstraint("single", "single"),)


class DeviceLink(Base):
    """The last known connection of a device, by the name it logged in with."""

    __tablename__ = "device_link"

    name: Mapped[str] = mapped_column(primary_key=True)
    connected: Mapped[bool]
    """Whether the last notice said so; unknown if it is from before `link_watch.watched_since`."""
    changed_at: Mapped[datetime] = mapped_column(index=True)
    """When the last notice about it came."""
    connected_at: Mapped[datetime | None]
    address: Mapped[str | None]
    """Where its last connection came from."""
    disconnected_at: Mapped[datetime | None]
    ending: Mapped[str | None]
    """Why its last connection ended, a value of `isotherm.links.Ending`."""


class DeviceTakeover(Base):
    """How often in a UTC hour a client logged in while another one of its name was connected."""

    __tablename__ = "device_takeover"

    name: Mapped[str] = mapped_column(primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[datetime]
    __table_args__ = (Index("ix_device_takeover_hour", "hour"),)


class LoginAttempt(Base):
    """Connections of a minute that ended without a login, from one address or all others."""

    __tablename__ = "login_attempt"

    minute: Mapped[datetime] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """A value of `isotherm.links.Attempt`."""
    address: Mapped[str] = mapped_column(primary_key=True)
    """Empty for all whose address is not known or not counted by itself."""
    count: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[datetime]
