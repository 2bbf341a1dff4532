"""The roles of a client's tokens and of its account are those of its description."""

from collections.abc import Callable

import pytest

from isotherm.realm.description import REALM_ROLES, Client
from isotherm.realm.errors import RealmError
from isotherm.realm.mappings import changes_of_scope, changes_of_service_account
from realm_parts import Realm, assert_mended

WEB = "client isotherm-web"


def _role_in_tokens(realm: Realm) -> None:
    client = realm.client("isotherm-web")["id"]
    owner = realm.client("account")["id"]
    role = realm.admin.get_client_role(owner, "manage-account")
    realm.admin.assign_client_roles_to_client_scope(client, owner, [role])


def _account(name: str, *, added: bool) -> Callable[[Realm], None]:
    def tamper(realm: Realm) -> None:
        account = realm.admin.get_client_service_account_user(realm.client("isotherm-lookup")["id"])
        owner = realm.client("realm-management")["id"]
        role = realm.admin.get_client_role(owner, name)
        if added:
            realm.admin.assign_client_role(account["id"], owner, [role])
        else:
            realm.admin.delete_client_roles_of_user(account["id"], owner, [role])

    return tamper


def _account_is_admin(realm: Realm) -> None:
    account = realm.admin.get_client_service_account_user(realm.client("isotherm-lookup")["id"])
    realm.admin.assign_realm_roles(account["id"], [realm.admin.get_realm_role("admin")])


MENDED = {
    "role in tokens": (
        _role_in_tokens,
        [f"{WEB}, role in tokens account/manage-account: removed, as it is not described"],
    ),
    "account's role missing": (
        _account("view-users", added=False),
        ["service account of isotherm-lookup, role realm-management/view-users: added"],
    ),
    "account's role added": (
        _account("manage-users", added=True),
        [
            "service account of isotherm-lookup, role realm-management/manage-users:"
            " removed, as it is not described"
        ],
    ),
    "account is admin": (
        _account_is_admin,
        ["service account of isotherm-lookup, role admin: removed, as it is not described"],
    ),
}


@pytest.mark.parametrize("name", MENDED)
def test_roles_that_were_changed_by_hand_are_mended(realm: Realm, name: str) -> None:
    tamper, lines = MENDED[name]
    tamper(realm)
    assert_mended(realm, lines)


def test_roles_that_are_not_described_are_not_owned(realm: Realm) -> None:
    client = Client({"clientId": "isotherm-lookup"}, scope=None, service_account=None)
    assert list(changes_of_scope(realm.admin, client)) == []
    assert list(changes_of_service_account(realm.admin, client)) == []


def test_roles_of_a_client_that_does_not_exist_yet_are_all_added(realm: Realm) -> None:
    roles = {REALM_ROLES: frozenset({"b", "a"}), "account": frozenset({"view-profile"})}
    client = Client({"clientId": "coming"}, scope=roles, service_account=roles)
    scope = list(changes_of_scope(realm.admin, client))
    account = list(changes_of_service_account(realm.admin, client))
    for title, planned in (
        ("client coming, role in tokens", scope),
        ("service account of coming, role", account),
    ):
        assert [change.lines(whole=True) for change in planned] == [
            [f"{title} {role}: added"] for role in ("account/view-profile", "a", "b")
        ]


@pytest.mark.parametrize(
    ("client", "owner", "message"),
    [
        ("coming", "account", "client coming was deleted meanwhile"),
        ("isotherm-web", "nowhere", "the realm has no client nowhere"),
    ],
)
def test_a_client_that_is_missing_when_a_role_is_added_is_named(
    realm: Realm, client: str, owner: str, message: str
) -> None:
    roles = {owner: frozenset({"view-profile"}), REALM_ROLES: frozenset({"admin"})}
    change, *_ = changes_of_scope(realm.admin, Client({"clientId": client}, scope=roles))
    with pytest.raises(RealmError, match=message):
        change.act()
