"""The names of constraints and types of columns that all tables share."""

from datetime import datetime
from typing import Annotated

from sqlalchemy import BigInteger, DateTime, Identity, Integer, MetaData, text
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table; all times are `timestamptz`."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012  SQLAlchemy's way


Key = Annotated[int, mapped_column(Integer, Identity(always=True), primary_key=True)]
BigKey = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
Count = Annotated[int, mapped_column(BigInteger, server_default=text("0"))]
Made = Annotated[datetime, mapped_column(server_default=text("now()"))]
