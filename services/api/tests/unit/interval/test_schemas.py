"""Which intervals can be asked for."""

import pytest
from pydantic import ValidationError

from isotherm_api.interval.schemas import NewInterval


@pytest.mark.parametrize("seconds", [0.1, 60, 31 * 86_400])
def test_an_interval_of_a_tenth_of_a_second_to_31_days_is_allowed(seconds: float) -> None:
    wanted = NewInterval.model_validate({"interval_s": seconds})
    assert (wanted.interval_s, wanted.since) == (seconds, None)


@pytest.mark.parametrize("seconds", [0.09, 31 * 86_400 + 1, -60])
def test_an_interval_out_of_bounds_is_refused(seconds: float) -> None:
    with pytest.raises(ValidationError):
        NewInterval.model_validate({"interval_s": seconds})


def test_an_interval_is_learned_from_now_only() -> None:
    assert NewInterval.model_validate({"interval_s": None}).interval_s is None
    with pytest.raises(ValidationError, match="leave since out"):
        NewInterval.model_validate({"interval_s": None, "since": 0})
