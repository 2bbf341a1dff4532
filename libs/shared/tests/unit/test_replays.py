"""A replay's filter is stored as JSON, and every cause that prevents a replay has its words."""

import pytest

from isotherm.instants import from_ms
from isotherm.replays import Filter, WhyNot


@pytest.mark.parametrize(
    "filter_",
    [
        Filter(),
        Filter(ids=(3, 5)),
        Filter(start=1_000, end=2_000, reason="no_such_time", device="fridge-7"),
    ],
)
def test_a_filter_is_restored_from_its_document(filter_: Filter) -> None:
    assert Filter.of(filter_.document()).document() == filter_.document()


def test_a_document_holds_only_what_is_set() -> None:
    assert Filter().document() == {}
    assert Filter(start=1_000, device="a").document() == {"from": 1_000, "device": "a"}


def test_parameters_are_of_one_reason_or_all() -> None:
    assert Filter().values(None)[0] is None
    assert Filter(reason="conflict").values(None)[0] == "conflict"


def test_every_cause_says_what_to_do() -> None:
    assert all(why.text.endswith(".") for why in WhyNot)


def test_parameters_hold_instants_device_and_sites() -> None:
    values = Filter(start=1_000, end=2_000, device="fridge-7").values([1, 2])
    assert values[1:] == (None, from_ms(1_000), from_ms(2_000), "fridge-7", [1, 2])
