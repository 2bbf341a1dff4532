"""Time zone names in requests."""

import pytest

from isotherm_api.problem import Invalid
from isotherm_api.zones import require_zone


@pytest.mark.parametrize("name", [None, "UTC", "Europe/Vienna", "Pacific/Kiritimati"])
def test_zones_and_none_are_allowed(name: str | None) -> None:
    require_zone(name)


@pytest.mark.parametrize("name", ["", "Europe/Nowhere", "localtime", "Factory", "../etc/passwd"])
def test_any_other_name_is_invalid_and_names_the_field(name: str) -> None:
    with pytest.raises(Invalid) as invalid:
        require_zone(name, "zone")
    assert [error.field for error in invalid.value.errors] == ["zone"]
