"""What a document of sites may hold."""

from typing import Any

import pytest
from pydantic import ValidationError

from isotherm_api.sites.schemas import Sites

SITE = {
    "slug": "s",
    "name": "S",
    "time_zone": "UTC",
    "role": "viewer",
    "sensors": 0,
    "devices": 0,
    "archived": None,
}


def test_the_last_page_has_no_cursor_but_says_so() -> None:
    assert Sites.model_validate({"items": [SITE], "next": None}).next is None
    with pytest.raises(ValidationError, match="next"):
        Sites.model_validate({"items": [SITE]})


@pytest.mark.parametrize(
    ("field", "value"), [("id", 7), ("role", "admin"), ("role", None), ("sensors", None)]
)
def test_no_internal_field_and_no_unknown_role_is_answered(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        Sites.model_validate({"items": [SITE | {field: value}], "next": None})
    assert [error["loc"] for error in refused.value.errors()] == [("items", 0, field)]
