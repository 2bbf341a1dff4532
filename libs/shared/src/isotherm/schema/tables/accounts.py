"""Accounts of devices at the broker: what was asked for, what was applied, what differs."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, Made


class CredentialWish(Base):
    """A new password that worker shall give the broker; deleted once applied, or after 10 min."""

    __tablename__ = "credential_wish"

    device_id: Mapped[int] = mapped_column(
        ForeignKey("device.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int]
    """The device's `credential_version` that this password belongs to."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The password, sealed by `isotherm.sealing`."""
    requested_at: Mapped[Made]


class BrokerAccount(Base):
    """What worker has given the broker for a device; it outlives the device until it is deleted."""

    __tablename__ = "broker_account"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    """The `credential_version` that the broker has."""
    disabled: Mapped[bool]
    applied_at: Mapped[datetime]
    error: Mapped[str | None]
    """What the broker answered to the last command, if it refused it."""
    error_at: Mapped[datetime | None]


class AccountState(Base):
    """One row: the administration of the broker, and its last comparison with the database."""

    __tablename__ = "account_state"

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    generation: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
    """Rises with each change of the accounts that the database wants."""
    broker_generation: Mapped[int | None] = mapped_column(BigInteger)
    """The generation that the broker has. If it is the greater one, the database was restored."""
    seen_at: Mapped[datetime | None]
    """When worker last looked after the accounts."""
    connected: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether it could use the broker's administration then."""
    error: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    held_since: Mapped[datetime | None]
    """Since when differences are only shown, as the broker is ahead of the database."""
    differences: Mapped[Any] = mapped_column(JSONB, server_default="[]")
    """At most 1,000 of what the last comparison found and did not mend."""
    difference_count: Mapped[int] = mapped_column(server_default=text("0"))
    check_wanted_at: Mapped[datetime | None]
    apply_wanted_at: Mapped[datetime | None]
    """When somebody asked for a comparison, or to mend what it found even if it is held."""
    wanted_by: Mapped[str | None]
    __table_args__ = (CheckConstraint("single", "single"),)
