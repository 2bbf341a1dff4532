"""Which preferences can be set."""

from typing import Any

import pytest
from pydantic import ValidationError

from isotherm_api.me.schemas import Preferences


def test_a_preference_left_out_is_not_one_set_to_null() -> None:
    assert Preferences.model_validate({}).model_dump(exclude_unset=True) == {}
    wanted = Preferences.model_validate({"time_zone": None})
    assert wanted.model_dump(exclude_unset=True) == {"time_zone": None}


@pytest.mark.parametrize(
    ("field", "value"),
    [("unit", "K"), ("unit", "c"), ("theme", "blue"), ("time_zone", 1), ("username", "eve")],
)
def test_a_wrong_preference_is_named(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        Preferences.model_validate({"unit": "F", field: value})
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]
