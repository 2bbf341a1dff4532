"""Which limits can be asked for."""

import pytest
from pydantic import ValidationError

from isotherm.units import ABSOLUTE_ZERO
from isotherm_api.limits.schemas import NewLimits


@pytest.mark.parametrize(
    ("low", "high"),
    [(None, None), (2, None), (None, 8.5), (ABSOLUTE_ZERO, 10_000), (-20.5, -20.4)],
)
def test_either_bound_may_be_missing_and_both_edges_are_allowed(
    low: float | None, high: float | None
) -> None:
    limits = NewLimits.model_validate({"since": None, "low": low, "high": high})
    assert (limits.low, limits.high) == (low, high)


def test_limits_are_rounded_as_values_are() -> None:
    """-0.4 °F and 40 °F, converted by a page or by a client."""
    body = {"since": None, "low": -17.999999999999996, "high": 4.444444444444445}
    limits = NewLimits.model_validate(body)
    assert (limits.low, limits.high) == (-18.0, 4.4444)


def test_limits_that_are_the_same_when_rounded_are_refused() -> None:
    with pytest.raises(ValidationError, match="low must be below high"):
        NewLimits.model_validate({"since": None, "low": 8, "high": 8.00000001})


@pytest.mark.parametrize("missing", ["since", "low", "high"])
def test_a_missing_field_is_refused_so_that_nothing_is_unset_by_accident(missing: str) -> None:
    body = {"since": None, "low": 2, "high": 8}
    del body[missing]
    with pytest.raises(ValidationError) as refused:
        NewLimits.model_validate(body)
    assert [error["loc"] for error in refused.value.errors()] == [(missing,)]
