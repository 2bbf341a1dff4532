"""State that services share beside the data: marks, and the registry's version."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from isotherm.schema.tables.base import Base, Made


class State(Base):
    """A mark by its key; the value is JSON."""

    __tablename__ = "state"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    changed_at: Mapped[Made]


class RegistryVersion(Base):
    """One row; rises with each change of a device or channel, to invalidate ingest's cache."""

    __tablename__ = "registry_version"

    single: Mapped[bool] = mapped_column(primary_key=True, server_default=text("true"))
    version: Mapped[int] = mapped_column(BigInteger)
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    __table_args__ = (CheckConstraint("single", "single"),)
