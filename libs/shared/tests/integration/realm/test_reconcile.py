"""A realm is created once, and kept as described without touching anything else."""

from collections.abc import Callable
from typing import Any

import pytest

from isotherm_devstack.testing.identity import Identity
from realm_parts import Realm, opened


def test_a_realm_is_created_once(realm: Realm) -> None:
    assert realm.apply() == []
    assert realm.apply(dry_run=True) == []


def test_a_dry_run_creates_nothing(keycloak: Identity, realm: Realm) -> None:
    before = [representation["realm"] for representation in realm.admin.get_realms()]
    with opened(keycloak.url, "only-described") as described:
        line, *fields = described.apply(dry_run=True)
    assert line.startswith("would change realm only-described: created, with role admin")
    start = "would change realm only-described: "
    assert f"{start}accessTokenLifespan: not set -> 300" in fields
    assert f"{start}client isotherm-web: secret: set (not shown)" in fields
    assert [representation["realm"] for representation in realm.admin.get_realms()] == before


def _realm_setting(realm: Realm) -> None:
    realm.admin.update_realm(realm.name, {"accessTokenLifespan": 3600, "eventsEnabled": False})


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


def _delete_client(name: str) -> Callable[[Realm], None]:
    return lambda realm: realm.admin.delete_client(realm.client(name)["id"])


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


def _no_role(realm: Realm) -> None:
    realm.admin.delete_realm_role("admin")


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


def _profile(realm: Realm) -> None:
    profile = realm.admin.get_realm_users_profile()
    for attribute in profile["attributes"]:
        attribute["permissions"]["edit"] = ["admin", "user"]
    profile["attributes"] = [
        attribute for attribute in profile["attributes"] if attribute["name"] != "lastName"
    ]
    realm.admin.update_realm_users_profile(profile)


WEB = "client isotherm-web"
MENDED = {
    "realm": (
        _realm_setting,
        [
            "realm cold-chain: accessTokenLifespan: 3600 -> 300",
            "realm cold-chain: eventsEnabled: false -> true",
        ],
    ),
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
def test_what_was_changed_by_hand_is_mended(realm: Realm, name: str) -> None:
    tamper, lines = MENDED[name]
    tamper(realm)
    assert realm.apply(dry_run=True) == [f"would change {line}" for line in lines]
    assert realm.apply() == lines
    assert realm.apply() == []


def test_a_deleted_client_returns_whole(realm: Realm) -> None:
    for name in ("isotherm-web", "isotherm-lookup", "isotherm-api"):
        _delete_client(name)(realm)
    planned = realm.apply(dry_run=True)
    lines = realm.apply()
    assert set(planned) > {f"would change {line}" for line in lines}
    assert "would change client isotherm-web: secret: set (not shown)" in planned
    assert lines == [
        "client isotherm-api: created",
        "client isotherm-web: created",
        "client isotherm-web, role in tokens admin: added",
        "client isotherm-lookup: created",
        *(
            f"{title} realm-management/{role}: added"
            for title in (
                "client isotherm-lookup, role in tokens",
                "service account of isotherm-lookup, role",
            )
            for role in ("query-groups", "query-users", "view-users")
        ),
    ]
    assert realm.apply() == []


def test_a_deleted_role_returns_in_tokens(realm: Realm) -> None:
    _no_role(realm)
    assert realm.apply() == ["role admin: created", f"{WEB}, role in tokens admin: added"]
    assert realm.apply() == []


def test_people_cannot_be_let_to_change_their_address(realm: Realm) -> None:
    _profile(realm)
    lines = realm.apply()
    assert (
        'user profile: attributes.email.permissions.edit: ["admin", "user"] -> ["admin"]' in lines
    )
    assert any(line.startswith("user profile: attributes.lastName.") for line in lines)
    assert realm.apply() == []
