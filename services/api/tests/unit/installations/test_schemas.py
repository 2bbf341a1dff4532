"""Which installations can be asked for."""

from typing import Any

import pytest
from pydantic import ValidationError

from isotherm_api.installations.schemas import ChangedInstallation, NewInstallation
from isotherm_api.ranges import EARLIEST, LATEST

NEW: dict[str, Any] = {"device": "probe", "channel": "temperature", "from": 0}


def test_an_installation_continues_and_replaces_none_unless_told() -> None:
    wanted = NewInstallation.model_validate(NEW)
    assert (wanted.from_, wanted.to, wanted.replace) == (0, None, False)


@pytest.mark.parametrize("instant", [EARLIEST, -1, LATEST])
def test_an_instant_may_lie_long_ago(instant: int) -> None:
    assert NewInstallation.model_validate(NEW | {"from": instant}).from_ == instant


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("from", None),
        ("from", EARLIEST - 1),
        ("to", LATEST + 1),
        ("from_", 0),
        ("device", "a b"),
        ("device", "a" * 65),
        ("channel", ""),
        ("channel", "a/b"),
        ("replace", None),
    ],
)
def test_a_wrong_field_of_an_installation_is_named(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        NewInstallation.model_validate(NEW | {field: value})
    assert [error["loc"] for error in refused.value.errors()] == [(field,)]


def test_an_end_left_out_is_not_an_end_removed() -> None:
    assert ChangedInstallation.model_validate({}).model_fields_set == set()
    removed = ChangedInstallation.model_validate({"from": None})
    assert (removed.from_, removed.model_fields_set) == (None, {"from_"})
