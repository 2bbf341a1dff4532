"""A realm is created once, and kept as described without touching anything else."""

from collections.abc import Callable

from isotherm_devstack.testing.identity import Identity
from realm_parts import Realm, assert_mended, opened


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


def _delete_client(name: str) -> Callable[[Realm], None]:
    return lambda realm: realm.admin.delete_client(realm.client(name)["id"])


def _no_role(realm: Realm) -> None:
    realm.admin.delete_realm_role("admin")


def _profile(realm: Realm) -> None:
    profile = realm.admin.get_realm_users_profile()
    for attribute in profile["attributes"]:
        attribute["permissions"]["edit"] = ["admin", "user"]
    profile["attributes"] = [
        attribute for attribute in profile["attributes"] if attribute["name"] != "lastName"
    ]
    realm.admin.update_realm_users_profile(profile)


WEB = "client isotherm-web"


def test_settings_that_were_changed_by_hand_are_mended(realm: Realm) -> None:
    realm.admin.update_realm(realm.name, {"accessTokenLifespan": 3600, "eventsEnabled": False})
    assert_mended(
        realm,
        [
            "realm cold-chain: accessTokenLifespan: 3600 -> 300",
            "realm cold-chain: eventsEnabled: false -> true",
        ],
    )


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
