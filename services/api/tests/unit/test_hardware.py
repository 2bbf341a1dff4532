"""Who sees the devices of a home site."""

from client_parts import access

from isotherm_api.access import Role
from isotherm_api.hardware import role_for


def test_operators_see_devices_of_their_site_and_viewers_none() -> None:
    people = access(False, site1=Role.VIEWER, site2=Role.OPERATOR, site3=Role.MANAGER)
    roles = [role_for(people, site_id) for site_id in (1, 2, 3, 4)]
    assert roles == [None, Role.OPERATOR, Role.MANAGER, None]


def test_only_administrators_see_devices_without_a_home_site() -> None:
    assert role_for(access(), None) is Role.MANAGER
    assert role_for(access(False, site1=Role.MANAGER), None) is None
