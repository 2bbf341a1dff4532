"""Addresses of Keycloak become few names, without what was asked for."""

import pytest

from isotherm_api.traced_client import template_of

_REALM = "/idp/realms/isotherm"
_ADMIN = "/idp/admin/realms/isotherm"


@pytest.mark.parametrize(
    ("path", "template"),
    [
        (f"{_REALM}/protocol/openid-connect/certs", "protocol/openid-connect/certs"),
        (f"{_REALM}/protocol/openid-connect/token", "protocol/openid-connect/token"),
        (f"{_ADMIN}/users", "users"),
        (f"{_ADMIN}/users/691e0de6-b5c4-5ce4-a099-f801205a0a62", "users/{id}"),
        (f"{_ADMIN}/users/f:9:ada", "users/{id}"),
        (f"{_ADMIN}/groups/691e0de6/members", "groups/{id}/members"),
        (f"{_ADMIN}/groups/691e0de6/children", "groups/{id}/children"),
        (f"{_ADMIN}/group-by-path/night-shift/linden/a/b/c", "group-by-path/{path}"),
        (f"{_ADMIN}/{'x/' * 100}", "{id}/{id}/{id}/{id}"),
        ("/elsewhere", ""),
    ],
)
def test_an_address_is_named_by_its_kind(path: str, template: str) -> None:
    assert template_of(path) == template
