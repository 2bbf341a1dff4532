"""Sites as the API answers them."""

from typing import Any

import pytest

from isotherm_api.access import Role
from isotherm_api.sites.documents import site
from isotherm_api.sites.schemas import Site

ROW: Any = {
    **{"id": 7, "slug": "s", "name": "Shop", "time_zone": "Europe/Vienna", "sensors": 2},
    **{"devices": 1, "archived_at": None},
}


@pytest.mark.parametrize(
    ("role", "word"),
    [(Role.VIEWER, "viewer"), (Role.OPERATOR, "operator"), (Role.MANAGER, "manager")],
)
def test_a_site_has_the_callers_role_but_no_internal_id(role: Role, word: str) -> None:
    assert Site.model_validate(site(ROW, role)).model_dump() == {
        "slug": "s",
        "name": "Shop",
        "time_zone": "Europe/Vienna",
        "role": word,
        "sensors": 2,
        "devices": 1,
        "archived": None,
    }
