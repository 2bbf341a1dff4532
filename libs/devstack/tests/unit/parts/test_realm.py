"""The product's realm has no user and no password; the demo and tests add theirs."""

import json

import pytest

from isotherm_devstack.demo.people import PEOPLE
from isotherm_devstack.parts.realm import (
    product_realm,
    with_people,
    with_settings,
    with_test_client,
)

SETTINGS = {
    "ISOTHERM_WEB_URL": "http://localhost:3000",
    "ISOTHERM_WEB_CLIENT_SECRET": 'a "quoted" secret',
    "ISOTHERM_LOOKUP_CLIENT_SECRET": "another",
}


def test_the_product_has_no_people_and_no_direct_grants() -> None:
    realm = product_realm()
    assert [user["username"] for user in realm["users"]] == ["service-account-isotherm-lookup"]
    assert not any(client.get("directAccessGrantsEnabled") for client in realm["clients"])
    assert [role["name"] for role in realm["roles"]["realm"]] == ["admin", "offline_access"]
    assert realm["revokeRefreshToken"] is False


def test_events_are_kept_of_people_and_not_of_whatever_strangers_send() -> None:
    kept = set(product_realm()["enabledEventTypes"])
    assert {"LOGIN", "LOGIN_ERROR", "LOGOUT"} <= kept
    assert not kept & {
        "LOGOUT_ERROR",
        "REFRESH_TOKEN_ERROR",
        "CLIENT_LOGIN_ERROR",
        "REGISTER_ERROR",
    }


def test_all_placeholders_are_replaced() -> None:
    realm = with_settings(product_realm(), SETTINGS)
    assert "${" not in json.dumps(realm)
    web = next(client for client in realm["clients"] if client["clientId"] == "isotherm-web")
    assert web["redirectUris"] == ["http://localhost:3000/auth/callback"]
    assert web["attributes"]["post.logout.redirect.uris"] == "http://localhost:3000/signed-out"
    assert web["webOrigins"] == []
    assert web["secret"] == SETTINGS["ISOTHERM_WEB_CLIENT_SECRET"]


def test_the_error_names_a_missing_value() -> None:
    with pytest.raises(KeyError, match="ISOTHERM_WEB_CLIENT_SECRET"):
        with_settings(product_realm(), {"ISOTHERM_WEB_URL": "x"})


def test_people_and_test_client_are_added_to_a_copy() -> None:
    realm = product_realm()
    passwords = {person.username: "long enough a word" for person in PEOPLE}
    demo = with_test_client(with_people(realm, PEOPLE, passwords))
    assert realm == product_realm()
    assert [user["id"] for user in demo["users"][1:]] == [person.subject for person in PEOPLE]
    assert [group["name"] for group in demo["groups"]] == ["night-shift"]
    assert demo["clients"][-1]["directAccessGrantsEnabled"] is True
