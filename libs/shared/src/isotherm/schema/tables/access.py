"""Users, their roles at sites, and the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, BigKey, Key, Made


class UserAccount(Base):
    """A person as Keycloak knows them, with their preferred unit, time zone and theme."""

    __tablename__ = "user_account"

    id: Mapped[Key]
    issuer: Mapped[str]
    subject: Mapped[str]
    username: Mapped[str]
    name: Mapped[str | None]
    email: Mapped[str | None]
    """Only an address that Keycloak has verified."""
    unit: Mapped[str] = mapped_column(server_default=text("'C'"))
    time_zone: Mapped[str | None]
    """IANA zone to show times in; None means each site's own."""
    theme: Mapped[str] = mapped_column(server_default=text("'auto'"))
    created_at: Mapped[Made]
    last_seen: Mapped[datetime | None]
    """None for a person who was given a role and has not logged in yet."""
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        CheckConstraint("unit IN ('C', 'F')", "unit"),
        CheckConstraint("theme IN ('auto', 'light', 'dark')", "theme"),
    )


class EndedSession(Base):
    """A session that somebody signed out of, kept until all of its access tokens have expired."""

    __tablename__ = "ended_session"

    session: Mapped[str] = mapped_column(primary_key=True)
    """Keycloak's id of the session, the claim `sid`."""
    ended_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


class AccessGrant(Base):
    """A role of a user or a group at a site; it may be granted before their first login."""

    __tablename__ = "access_grant"

    id: Mapped[Key]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))
    subject: Mapped[str | None]
    group_path: Mapped[str | None]
    role: Mapped[str]
    granted_by: Mapped[str]
    granted_at: Mapped[Made]
    __table_args__ = (
        UniqueConstraint("site_id", "subject"),
        UniqueConstraint("site_id", "group_path"),
        Index("ix_access_grant_subject", "subject"),
        CheckConstraint("num_nonnulls(subject, group_path) = 1", "one_of"),
        CheckConstraint("role IN ('viewer', 'operator', 'manager')", "role"),
    )


class Audit(Base):
    """Who changed what; rows are never changed or deleted."""

    __tablename__ = "audit"

    id: Mapped[BigKey]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"), index=True)
    actor: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id", ondelete="SET NULL"))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    reason: Mapped[str | None]
    """Why, in the words of who did it; None if nothing was said."""
    sensor_id: Mapped[int | None] = mapped_column(ForeignKey("sensor.id", ondelete="SET NULL"))
    """The sensor whose limits were changed or readings corrected; None for all other changes."""
    __table_args__ = (
        CheckConstraint("char_length(reason) BETWEEN 1 AND 500", "reason"),
        Index(
            "ix_audit_sensor_id", "sensor_id", "id", postgresql_where=text("sensor_id IS NOT NULL")
        ),
    )
