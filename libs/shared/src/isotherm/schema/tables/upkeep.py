"""Upkeep of the database: its backups, and its size over time."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, BigKey


class BackupRun(Base):
    """One run of the backup, written when it starts and when it ends; kept for 400 days."""

    __tablename__ = "backup_run"

    id: Mapped[BigKey]
    name: Mapped[str]
    """The name of the backup in its folder, whether or not it came to be."""
    started_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    """None while it runs, or waits to be copied away."""
    ok: Mapped[bool | None]
    """Whether the backup is complete, and where it has to be. None until it is decided."""
    bytes: Mapped[int | None] = mapped_column(BigInteger)
    """The size of all its files; None unless it is complete."""
    revision: Mapped[str | None]
    """The revision of the schema that it holds; None unless it is complete."""
    message: Mapped[str] = mapped_column(server_default="")
    """Why it failed; nothing otherwise."""
    __table_args__ = (CheckConstraint("(finished_at IS NULL) = (ok IS NULL)", "finished"),)


class DatabaseSize(Base):
    """A sample of the database's size, one an hour, by worker; kept for 400 days."""

    __tablename__ = "database_size"

    at: Mapped[datetime] = mapped_column(primary_key=True)
    bytes: Mapped[int] = mapped_column(BigInteger)
    """The size of everything in the database, on disk."""
    reading_bytes: Mapped[int] = mapped_column(BigInteger)
    """The size of raw readings with their indexes; part of `bytes`."""
