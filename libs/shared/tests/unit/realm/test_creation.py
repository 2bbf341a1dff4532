"""A new realm is the description in Keycloak's form, and has no people."""

import json

import pytest
from realm_values import GRAFANA, VALUES

from isotherm.realm.creation import representation
from isotherm.realm.description import REALM_ROLES, Client, Description, describe


@pytest.fixture
def described() -> Description:
    """The description with Grafana."""
    return describe(VALUES | GRAFANA)


def test_events_are_kept_of_people_and_not_of_whatever_strangers_send(
    described: Description,
) -> None:
    kept = set(representation(described)["enabledEventTypes"])
    assert {"LOGIN", "LOGIN_ERROR", "LOGOUT"} <= kept
    assert not kept & {
        "LOGOUT_ERROR",
        "REFRESH_TOKEN_ERROR",
        "CLIENT_LOGIN_ERROR",
        "REGISTER_ERROR",
    }


def test_a_new_realm_has_no_people_and_the_look_up_accounts_roles() -> None:
    whole = representation(describe(VALUES | {"ISOTHERM_REALM": "cold-chain"}))
    assert whole["realm"] == "cold-chain"
    (account,) = whole["users"]
    roles = ["query-groups", "query-users", "view-users"]
    assert account["serviceAccountClientId"] == "isotherm-lookup"
    assert account["clientRoles"] == {"realm-management": roles}
    assert whole["scopeMappings"] == [{"client": "isotherm-web", "roles": ["admin"]}]
    assert whole["clientScopeMappings"] == {
        "realm-management": [{"client": "isotherm-lookup", "roles": roles}]
    }
    assert [role["name"] for role in whole["roles"]["realm"]] == ["admin", "offline_access"]


def test_a_new_realm_has_the_described_settings_and_the_profile_as_text(
    described: Description,
) -> None:
    whole = representation(described)
    assert {key: whole[key] for key in described.settings} == described.settings
    assert [client["clientId"] for client in whole["clients"]] == [
        client.name for client in described.clients
    ]
    (profile,) = whole["components"]["org.keycloak.userprofile.UserProfileProvider"]
    (config,) = profile["config"]["kc.user.profile.config"]
    assert json.loads(config) == {"attributes": list(described.profile)}


def test_realm_roles_and_the_roles_of_clients_are_mapped_apart() -> None:
    roles = {REALM_ROLES: frozenset({"b", "a"}), "account": frozenset({"view-profile"})}
    clients = (
        Client({"clientId": "one"}, scope=roles, service_account=roles),
        Client({"clientId": "two"}, scope={"account": frozenset({"manage-account"})}),
        Client({"clientId": "three"}, scope={}, service_account={}),
    )
    new = {"settings": {}, "attributes": {}, "roles": [], "clientScopes": []}
    whole = representation(Description("cold-chain", {}, (), (), clients, new_realm=new))

    assert whole["scopeMappings"] == [{"client": "one", "roles": ["a", "b"]}]
    assert whole["clientScopeMappings"] == {
        "account": [
            {"client": "one", "roles": ["view-profile"]},
            {"client": "two", "roles": ["manage-account"]},
        ]
    }
    first, third = whole["users"]
    assert first["username"] == "service-account-one"
    assert first["realmRoles"] == ["a", "b"]
    assert first["clientRoles"] == {"account": ["view-profile"]}
    assert (third["realmRoles"], third["clientRoles"]) == ([], {})


def test_the_description_is_not_changed_with_what_is_created(described: Description) -> None:
    representation(described)["clients"][0]["attributes"] = {"changed": "true"}
    representation(described)["roles"]["realm"][0]["name"] = "changed"

    assert described == describe(VALUES | GRAFANA)
