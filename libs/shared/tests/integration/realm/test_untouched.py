"""What Isotherm does not own is the same before and after, to the last field of the export."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from keycloak.exceptions import KeycloakPostError, raise_error_from_response

from realm_parts import Realm

FOREIGN_CLIENT = {
    "clientId": "their-app",
    "publicClient": True,
    "directAccessGrantsEnabled": True,
    "redirectUris": ["*"],
    "protocolMappers": [
        {
            "name": "groups",
            "protocol": "openid-connect",
            "protocolMapper": "oidc-group-membership-mapper",
            "config": {"claim.name": "teams", "access.token.claim": "true"},
        }
    ],
}
FOREIGN_SETTINGS = {
    "displayNameHtml": "<b>Theirs</b>",
    "smtpServer": {"host": "mail.example.org", "from": "sso@example.org"},
    "internationalizationEnabled": True,
    "supportedLocales": ["en", "de"],
    "ssoSessionIdleTimeoutRememberMe": 7200,
    "otpPolicyDigits": 8,
    # a new realm begins with other values of these
    "displayName": "Theirs",
    "resetPasswordAllowed": True,
    "ssoSessionIdleTimeout": 7200,
    "passwordPolicy": "length(8)",
    "enabledEventTypes": ["LOGIN", "REGISTER"],
    "failureFactor": 10,
}
PROVIDER = {
    "alias": "partner",
    "providerId": "oidc",
    "config": {
        "clientId": "us",
        "clientSecret": "theirs",
        "authorizationUrl": "https://partner.example.org/auth",
        "tokenUrl": "https://partner.example.org/token",
    },
}


def _export(realm: Realm) -> dict[str, Any]:
    """Return all that Keycloak exports of the realm, its people and its user profile."""
    path = f"admin/realms/{realm.name}/partial-export?exportClients=true&exportGroupsAndRoles=true"
    export = raise_error_from_response(
        realm.admin.connection.raw_post(path, data=""), KeycloakPostError
    )
    assert isinstance(export, dict)
    for client in export["clients"]:
        # the secret's date and the mappers' ids are new when ours are mended
        client["attributes"].pop("client.secret.creation.time", None)
        for mapper in client.get("protocolMappers", []):
            mapper.pop("id")
    people = realm.admin.get_users({"max": 1000})
    return {
        "export": export,
        "secrets": {
            client["clientId"]: client.get("secret") for client in realm.admin.get_clients()
        },
        "profile": realm.admin.get_realm_users_profile(),
        "people": people,
        "roles of people": [realm.admin.get_all_roles_of_user(user["id"]) for user in people],
        "groups of people": [realm.admin.get_user_groups(user["id"]) for user in people],
        "credentials": [realm.admin.get_credentials(user["id"]) for user in people],
    }


def _leaves(value: Any, path: str = "") -> set[str]:
    """Return a line for each value in JSON data; lists have no order, as in Keycloak."""
    match value:
        case dict():
            return {line for key, item in value.items() for line in _leaves(item, f"{path}.{key}")}
        case list() if value:
            items = sorted(json.dumps(sorted(_leaves(item))) for item in value)
            return {f"{path}[] {item}" for item in items}
        case _:
            return {f"{path} = {json.dumps(value)}"}


@pytest.fixture
def inhabited(realm: Realm) -> Iterator[Realm]:
    """A realm in which others have settings, clients, people, groups, roles and more."""
    admin = realm.admin
    before = admin.get_realm(realm.name)
    admin.update_realm(realm.name, FOREIGN_SETTINGS)
    client = admin.create_client(FOREIGN_CLIENT)
    admin.create_realm_role({"name": "their-role", "attributes": {"a": ["b"]}})
    admin.create_idp(PROVIDER)
    scope = admin.create_client_scope({"name": "their-scope", "protocol": "openid-connect"})
    profile = admin.get_realm_users_profile()
    phone = {"name": "phone", "permissions": {"view": ["admin"], "edit": ["admin", "user"]}}
    admin.update_realm_users_profile(
        profile | {"attributes": [*profile["attributes"], phone], "groups": [{"name": "contact"}]}
    )
    group = admin.create_group({"name": "their-group", "attributes": {"floor": ["3"]}})
    admin.assign_group_realm_roles(group, [admin.get_realm_role("their-role")])
    user = admin.create_user(
        {
            "username": "anna",
            "email": "anna@example.org",
            "attributes": {"phone": "123"},
            "credentials": [{"type": "password", "value": "a-password-for-tests"}],
        }
    )
    admin.group_user_add(user, group)
    admin.assign_realm_roles(user, [admin.get_realm_role("admin")])
    yield realm
    admin.delete_user(user)
    admin.delete_group(group)
    admin.update_realm_users_profile(profile)
    admin.delete_client_scope(scope)
    admin.delete_idp(PROVIDER["alias"])
    admin.delete_realm_role("their-role")
    admin.delete_client(client)
    admin.update_realm(realm.name, before)


def _tamper(realm: Realm) -> None:
    web = realm.client("isotherm-web")
    realm.admin.update_client(web["id"], web | {"redirectUris": ["*"], "secret": "other"})
    realm.admin.remove_client_mapper(web["id"], web["protocolMappers"][0]["id"])
    realm.admin.update_realm(
        realm.name, {"bruteForceProtected": False, "registrationAllowed": True}
    )
    profile = realm.admin.get_realm_users_profile()
    for attribute in profile["attributes"]:
        attribute["permissions"]["edit"] = ["admin", "user"]
    realm.admin.update_realm_users_profile(profile)


def test_all_else_survives_a_mending(inhabited: Realm) -> None:
    before = _leaves(_export(inhabited))
    _tamper(inhabited)
    assert len(inhabited.apply()) > 5
    after = _leaves(_export(inhabited))
    assert (before - after, after - before) == (set(), set())
    assert inhabited.apply() == []


def test_a_dry_run_writes_nothing(inhabited: Realm) -> None:
    _tamper(inhabited)
    before = _export(inhabited)
    events = inhabited.admin.get_admin_events({"max": 1000})
    assert len(inhabited.apply(dry_run=True)) > 5
    assert _export(inhabited) == before
    assert inhabited.admin.get_admin_events({"max": 1000}) == events
    inhabited.apply()


def test_a_shared_realm_keeps_its_settings(inhabited: Realm) -> None:
    _tamper(inhabited)
    cli = inhabited.client("admin-cli")
    inhabited.admin.update_client(cli["id"], cli | {"enabled": True})
    settings = inhabited.admin.get_realm(inhabited.name)
    profile = inhabited.admin.get_realm_users_profile()
    lines = inhabited.apply(inhabited.described().of_shared_realm())
    assert all(line.startswith("client isotherm-") for line in lines)
    assert inhabited.admin.get_realm(inhabited.name) == settings
    assert inhabited.admin.get_realm_users_profile() == profile
    assert inhabited.client("admin-cli")["enabled"] is True
    assert len(inhabited.apply()) > 3
