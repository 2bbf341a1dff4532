"""The first administrator is added once, and nobody who exists is changed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from keycloak import KeycloakError

from isotherm.realm.errors import RealmError
from isotherm.realm.people import add_administrator, add_made, remove_made
from isotherm.realm.person import NewPerson
from realm_parts import Realm

PASSWORD = "a-password-for-tests"  # noqa: S105  only in tests
FIRST = NewPerson(
    username="first",
    password=PASSWORD,
    email="first@example.org",
    email_verified=True,
    first_name="Isotherm",
    last_name="Administrator",
    temporary=True,
    admin=True,
)


def _user(realm: Realm, username: str) -> dict[str, Any]:
    user_id = realm.admin.get_user_id(username)
    assert user_id is not None
    return realm.admin.get_user(user_id)


def _roles(realm: Realm, username: str) -> set[str]:
    roles = realm.admin.get_realm_roles_of_user(_user(realm, username)["id"])
    return {role["name"] for role in roles} - {f"default-roles-{realm.name}"}


@pytest.fixture(autouse=True)
def _nobody(realm: Realm) -> Iterator[None]:
    """Nobody is in the realm, before and after each test."""
    yield
    for user in realm.admin.get_users():
        realm.admin.delete_user(user["id"])
    for group in realm.admin.get_groups():
        realm.admin.delete_group(group["id"])


def test_the_first_administrator_is_added_once(realm: Realm) -> None:
    line = add_administrator(realm.admin, FIRST)
    assert line == "administrator first added, who must change the password at the first login"
    user = _user(realm, "first")
    assert _roles(realm, "first") == {"admin"}
    assert user["requiredActions"] == ["UPDATE_PASSWORD"]
    assert (user["email"], user["emailVerified"]) == ("first@example.org", True)
    again = add_administrator(realm.admin, replace(FIRST, username="second", email="2@example.org"))
    assert again == "no administrator added: first has the role admin already"
    assert realm.admin.get_user_id("second") is None


def test_a_lasting_password_need_not_be_changed(realm: Realm) -> None:
    add_administrator(realm.admin, replace(FIRST, temporary=False))
    assert _user(realm, "first")["requiredActions"] == []


def test_a_person_who_exists_is_not_changed(realm: Realm) -> None:
    realm.admin.create_user({"username": "first", "email": "other@example.org"})
    before = _user(realm, "first")
    with pytest.raises(RealmError, match="first exists already and is not changed"):
        add_administrator(realm.admin, FIRST)
    assert _user(realm, "first") == before
    assert _roles(realm, "first") == set()


def test_the_role_counts_through_a_group_inside_a_group(realm: Realm) -> None:
    outer = realm.admin.create_group({"name": "operations"})
    inner = realm.admin.create_group({"name": "night"}, parent=outer)
    realm.admin.assign_group_realm_roles(outer, [realm.admin.get_realm_role("admin")])
    user = realm.admin.create_user({"username": "grouped"})
    assert add_administrator(realm.admin, FIRST).startswith("administrator first added")
    realm.admin.delete_user(_user(realm, "first")["id"])
    realm.admin.group_user_add(user, inner)
    assert add_administrator(realm.admin, FIRST).startswith("no administrator added: grouped has")


def test_the_role_counts_as_a_part_of_another(realm: Realm) -> None:
    realm.admin.create_realm_role({"name": "chief"})
    try:
        role = realm.admin.get_realm_role("admin")
        realm.admin.add_composite_realm_roles_to_role("chief", [role])
        user = realm.admin.create_user({"username": "composed"})
        realm.admin.assign_realm_roles(user, [realm.admin.get_realm_role("chief")])
        line = add_administrator(realm.admin, FIRST)
    finally:
        realm.admin.delete_realm_role("chief")
    assert line.startswith("no administrator added: composed has")


def test_a_service_account_is_nobody(realm: Realm) -> None:
    account = realm.admin.get_client_service_account_user(realm.client("isotherm-lookup")["id"])
    realm.admin.assign_realm_roles(account["id"], [realm.admin.get_realm_role("admin")])
    try:
        assert add_administrator(realm.admin, FIRST).startswith("administrator first added")
    finally:
        realm.apply()


def test_a_refused_password_leaves_nobody_behind(realm: Realm) -> None:
    with pytest.raises(KeycloakError) as refused:
        add_administrator(realm.admin, replace(FIRST, password="short"))  # noqa: S106  one that is refused
    assert b"minimum length 12" in (refused.value.response_body or b"")
    assert realm.admin.get_user_id("first") is None


def test_a_refused_role_leaves_nobody_behind(realm: Realm) -> None:
    realm.admin.delete_realm_role("admin")
    try:
        with pytest.raises(KeycloakError, match="404"):
            add_made(realm.admin, "visitor", PASSWORD, is_admin=True)
        assert realm.admin.get_user_id("visitor") is None
    finally:
        realm.apply()


def test_only_those_who_were_added_for_a_while_are_removed(realm: Realm) -> None:
    assert add_made(realm.admin, "Visitor", PASSWORD, is_admin=True) == (
        "person Visitor added with the role admin"
    )
    assert _roles(realm, "visitor") == {"admin"}
    assert add_made(realm.admin, "Visitor", PASSWORD, is_admin=False) == "person Visitor added"
    assert _roles(realm, "visitor") == set()
    assert remove_made(realm.admin, "Visitor") == "person Visitor removed"
    assert remove_made(realm.admin, "Visitor") == "there is no person Visitor"


@pytest.mark.parametrize("email", [None, "visitor@example.org", "other@made.isotherm.invalid"])
def test_somebody_else_is_neither_removed_nor_replaced(realm: Realm, email: str | None) -> None:
    realm.admin.create_user({"username": "visitor", "email": email})
    before = _user(realm, "visitor")
    with pytest.raises(RealmError, match="was not added by isotherm-realm"):
        remove_made(realm.admin, "visitor")
    with pytest.raises(RealmError, match="was not added by isotherm-realm"):
        add_made(realm.admin, "visitor", PASSWORD, is_admin=True)
    assert _user(realm, "visitor") == before
