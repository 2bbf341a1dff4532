"""Runs migrations on the connection that `isotherm.schema.migrate` hands over."""

import re
from typing import Any

from alembic import context

from isotherm.schema.tables import Base

DAY = re.compile(r"reading_\d{8}")


def is_ours(_item: object, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Whether drift in this item matters; day partitions come and go at run time."""
    return not (kind == "table" and name is not None and DAY.fullmatch(name))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=is_ours,
    compare_type=True,
    compare_server_default=False,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
