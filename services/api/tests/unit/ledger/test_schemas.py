"""The document of the ledger holds every counter, and no other."""

from typing import Any

import pytest
from pydantic import ValidationError

from isotherm.columns import COUNTERS
from isotherm_api.ledger.router import balanced
from isotherm_api.ledger.schemas import Counts, Ledger

TOTAL = balanced(dict.fromkeys(COUNTERS, 0))


def test_a_ledger_without_hours_has_a_total() -> None:
    document = Ledger.model_validate({"from": 0, "to": 1, "hours": [], "total": TOTAL})
    assert document.model_dump(by_alias=True) == {"from": 0, "to": 1, "hours": [], "total": TOTAL}


@pytest.mark.parametrize("counter", COUNTERS)
def test_no_counter_of_the_ledger_is_left_out(counter: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Counts.model_validate({name: value for name, value in TOTAL.items() if name != counter})
    assert [error["loc"] for error in refused.value.errors()] == [(counter,)]


@pytest.mark.parametrize("changes", [{"lost": 1}, {"hour": 0}, {"received": None}], ids=str)
def test_a_total_is_of_no_hour_and_has_no_other_counter(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        Counts.model_validate(TOTAL | changes)
    assert [error["loc"] for error in refused.value.errors()] == [tuple(changes)]
