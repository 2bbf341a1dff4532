"""Roles, and the sites where a caller has one."""

import pytest
from client_parts import access

from isotherm_api.access import Role, require
from isotherm_api.problem import Forbidden


def test_an_admin_is_manager_at_every_site() -> None:
    assert access().role_at(7) is Role.MANAGER
    assert access().sites(Role.MANAGER) is None


def test_sites_are_those_with_at_least_the_role() -> None:
    viewer = access(False, site1=Role.VIEWER, site2=Role.MANAGER)
    assert viewer.sites() == [1, 2]
    assert viewer.sites(Role.OPERATOR) == [2]
    assert viewer.sees(1)
    assert not viewer.sees(3)


def test_a_lower_role_is_forbidden() -> None:
    require(Role.MANAGER, Role.OPERATOR, "a")
    with pytest.raises(Forbidden):
        require(Role.VIEWER, Role.OPERATOR, "a")
