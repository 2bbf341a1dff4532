"""A client that was changed by hand is mended, with its mappers and its scopes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from isotherm.realm.clients import changes_of_client, changes_of_unused, find_client
from isotherm.realm.errors import RealmError
from realm_parts import Realm, assert_mended

WEB = "client isotherm-web"


def _client(name: str, **fields: Any) -> Callable[[Realm], None]:
    def tamper(realm: Realm) -> None:
        client = realm.client(name)
        attributes = client["attributes"] | fields.pop("attributes", {})
        realm.admin.update_client(client["id"], client | fields | {"attributes": attributes})

    return tamper


def _foreign_mapper(realm: Realm) -> None:
    mapper = {
        "name": "theirs",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-audience-mapper",
        "config": {"included.client.audience": "account", "access.token.claim": "true"},
    }
    realm.admin.add_mapper_to_client(realm.client("isotherm-web")["id"], mapper)


def _mapper(name: str, change: Callable[[Realm, str, dict[str, Any]], None]) -> Callable[..., None]:
    def tamper(realm: Realm) -> None:
        client = realm.client("isotherm-web")
        (mapper,) = (mapper for mapper in client["protocolMappers"] if mapper["name"] == name)
        change(realm, client["id"], mapper)

    return tamper


def _remove_mapper(realm: Realm, client: str, mapper: dict[str, Any]) -> None:
    realm.admin.remove_client_mapper(client, mapper["id"])


def _change_mapper(realm: Realm, client: str, mapper: dict[str, Any]) -> None:
    mapper["config"]["included.client.audience"] = "account"
    realm.admin.update_client_mapper(client, mapper["id"], mapper)


def _retype_mapper(realm: Realm, client: str, mapper: dict[str, Any]) -> None:
    mapper["protocolMapper"] = "oidc-hardcoded-claim-mapper"
    realm.admin.update_client_mapper(client, mapper["id"], mapper)


def _scope(name: str, *, added: bool) -> Callable[[Realm], None]:
    def tamper(realm: Realm) -> None:
        client = realm.client("isotherm-web")["id"]
        scope = realm.admin.get_client_scope_by_name(name)
        assert scope is not None
        if added:
            realm.admin.add_client_default_client_scope(client, scope["id"], {})
        else:
            realm.admin.delete_client_default_client_scope(client, scope["id"])

    return tamper


def _optional_scope(realm: Realm) -> None:
    scope = realm.admin.get_client_scope_by_name("offline_access")
    assert scope is not None
    client = realm.client("isotherm-web")["id"]
    realm.admin.add_client_optional_client_scope(client, scope["id"], {})


MENDED = {
    "secret": (
        _client("isotherm-web", secret="other"),  # noqa: S106  what a test sets
        [f"{WEB}: secret: changed (not shown)"],
    ),
    "redirect": (
        _client("isotherm-web", redirectUris=["*"]),
        [f'{WEB}: redirectUris: ["*"] -> ["http://isotherm.example.org/auth/callback"]'],
    ),
    "disabled": (
        _client("isotherm-api", enabled=False),
        ["client isotherm-api: enabled: false -> true"],
    ),
    "pkce": (
        _client("isotherm-web", attributes={"pkce.code.challenge.method": ""}),
        [f'{WEB}: attributes.pkce.code.challenge.method: not set -> "S256"'],
    ),
    "password grant": (
        _client("admin-cli", enabled=True, directAccessGrantsEnabled=True),
        [
            "client admin-cli: enabled: true -> false",
            "client admin-cli: directAccessGrantsEnabled: true -> false",
        ],
    ),
    "mapper missing": (
        _mapper("audience", _remove_mapper),
        [f"{WEB}, mapper audience: added"],
    ),
    "mapper changed": (
        _mapper("audience", _change_mapper),
        [f'{WEB}, mapper audience: config.included.client.audience: "account" -> "isotherm-api"'],
    ),
    "mapper of another type": (
        _mapper("roles", _retype_mapper),
        [
            f"{WEB}, mapper roles: protocolMapper:"
            ' "oidc-hardcoded-claim-mapper" -> "oidc-usermodel-realm-role-mapper"'
        ],
    ),
    "foreign mapper": (
        _foreign_mapper,
        [f"{WEB}, mapper theirs: removed, as it is not described"],
    ),
    "scope missing": (_scope("profile", added=False), [f"{WEB}, default scope profile: added"]),
    "scope added": (
        _scope("roles", added=True),
        [f"{WEB}, default scope roles: removed, as it is not described"],
    ),
    "offline access": (
        _optional_scope,
        [f"{WEB}, optional scope offline_access: removed, as it is not described"],
    ),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_was_changed_in_a_client_is_mended(realm: Realm, name: str) -> None:
    tamper, lines = MENDED[name]
    tamper(realm)
    assert_mended(realm, lines)


def test_a_client_is_found_by_its_whole_name(realm: Realm) -> None:
    client = find_client(realm.admin, "isotherm-web")
    assert client is not None
    assert client["id"] == realm.admin.get_client_id("isotherm-web")
    assert find_client(realm.admin, "isotherm") is None


def test_a_scope_that_the_realm_does_not_have_is_named(realm: Realm) -> None:
    (web,) = (client for client in realm.described().clients if client.name == "isotherm-web")
    scopes = {"defaultClientScopes": [*web.representation["defaultClientScopes"], "nowhere"]}
    asked = replace(web, representation=web.representation | scopes)
    with pytest.raises(RealmError, match=f"has no client scope nowhere, which {WEB} needs"):
        list(changes_of_client(realm.admin, asked))


def test_a_client_without_use_is_disabled_once(realm: Realm) -> None:
    assert list(changes_of_unused(realm.admin, "unused")) == []
    client_id = realm.admin.create_client({"clientId": "unused", "name": "Theirs"})
    try:
        (change,) = changes_of_unused(realm.admin, "unused")
        assert change.lines(whole=False) == ["client unused: enabled: true -> false"]
        change.act()
        assert list(changes_of_unused(realm.admin, "unused")) == []
        client = realm.admin.get_client(client_id)
        assert (client["enabled"], client["name"]) == (False, "Theirs")
    finally:
        realm.admin.delete_client(client_id)
