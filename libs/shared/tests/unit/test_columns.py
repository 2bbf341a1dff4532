"""The column names that services use are those of the tables."""

import pytest

from isotherm.columns import COUNTERS
from isotherm.schema.tables import Base, Ledger, LedgerEntry


@pytest.mark.parametrize("table", [Ledger, LedgerEntry])
def test_the_ledgers_counters_are_its_columns(table: type[Base]) -> None:
    names = [column.name for column in table.__table__.columns]
    assert tuple(name for name in names if name not in ("id", "hour", "instance", "day")) == (
        COUNTERS
    )
