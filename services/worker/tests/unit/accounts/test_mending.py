"""What remains is shown with its cure, counted by it, and for an administrator while it is held."""

import pytest
from prometheus_client import REGISTRY

from isotherm_worker.accounts.compare import APPLY, LIVE, RENDER, ROTATE, Difference
from isotherm_worker.accounts.mending import export_metrics, held

SURPLUS = Difference("x", "surplus", "why", LIVE, ({"command": "deleteClient", "username": "x"},))
MISSING = Difference("fridge", "missing", "why", RENDER)


def gauge(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"isotherm_worker_{name}", labels)


def test_what_worker_could_mend_is_an_administrators_while_it_is_held() -> None:
    assert held([SURPLUS, MISSING]) == [Difference("x", "surplus", "why", APPLY), MISSING]


@pytest.mark.parametrize("is_held", [True, False])
def test_what_remains_is_counted_by_its_cure(is_held: bool) -> None:
    export_metrics([SURPLUS, MISSING, MISSING], is_held=is_held)
    cures = (LIVE, RENDER, ROTATE, APPLY)
    assert [gauge("account_differences", cure=cure) for cure in cures] == [1, 2, 0, 0]
    assert gauge("accounts_held") == is_held
    export_metrics([], is_held=is_held)
    assert [gauge("account_differences", cure=cure) for cure in cures] == [0, 0, 0, 0]
