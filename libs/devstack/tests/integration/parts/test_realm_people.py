"""The stack's realm is the described one, and people who are missing return with their ids."""

from collections.abc import Iterator

import pytest
from keycloak import KeycloakAdmin
from pydantic import SecretStr

from isotherm.realm.description import describe
from isotherm.realm.reconcile import apply
from isotherm.realm.server import administration
from isotherm.realm.settings import RealmSettings
from isotherm_devstack.demo.people import ADA, NILS, PEOPLE
from isotherm_devstack.parts.realm import add_people
from isotherm_devstack.testing.identity import (
    ADMIN_PASSWORD,
    CLIENT_SECRET,
    LOOKUP_SECRET,
    WEB_URL,
    Identity,
    password_of,
)

PASSWORDS = {person.username: password_of(person.username) for person in PEOPLE}


@pytest.fixture
def settings(keycloak: Identity) -> RealmSettings:
    """The settings of the session's realm."""
    return RealmSettings(
        keycloak_url=keycloak.url,
        keycloak_admin_username="admin",
        keycloak_admin_password=SecretStr(ADMIN_PASSWORD),
        public_url=WEB_URL,
        oidc_client_secret=SecretStr(CLIENT_SECRET),
        oidc_lookup_client_secret=SecretStr(LOOKUP_SECRET),
    )


@pytest.fixture
def admin(settings: RealmSettings) -> Iterator[KeycloakAdmin]:
    """The administration of the session's realm."""
    with administration(settings) as admin:
        yield admin


def _ids(admin: KeycloakAdmin) -> dict[str, str]:
    return {user["username"]: user["id"] for user in admin.get_users()}


def test_an_imported_realm_differs_only_in_what_tests_add(
    admin: KeycloakAdmin, settings: RealmSettings
) -> None:
    lines: list[str] = []
    apply(admin, describe(settings.values()), lines.append, dry_run=True)
    assert lines == ["would change realm isotherm: bruteForceProtected: false -> true"]


async def test_a_missing_person_returns_with_id_role_group_and_password(
    admin: KeycloakAdmin, keycloak: Identity
) -> None:
    before = _ids(admin)
    for person in (ADA, NILS):
        admin.delete_user(person.subject)
    (group,) = admin.get_groups()
    admin.delete_group(group["id"])
    add_people(admin, PEOPLE, PASSWORDS)
    assert _ids(admin) == before
    roles = {role["name"] for role in admin.get_realm_roles_of_user(ADA.subject)}
    assert roles == {"admin", "default-roles-isotherm"}
    assert [group["path"] for group in admin.get_user_groups(NILS.subject)] == list(NILS.groups)
    assert await keycloak.token_for("ada")


def test_people_who_exist_are_left_alone(admin: KeycloakAdmin) -> None:
    before = admin.get_users()
    credentials = [admin.get_credentials(user["id"]) for user in before]
    add_people(admin, PEOPLE, {name: "another-password-for-tests" for name in PASSWORDS})
    assert admin.get_users() == before
    assert [admin.get_credentials(user["id"]) for user in before] == credentials
