"""Additions to the product's realm, `isotherm.realm`, for the demo and for tests.

The product's realm has no people, no passwords and no password grant.
"""

import copy
from collections.abc import Iterable, Mapping

from keycloak import KeycloakAdmin

from isotherm.realm.creation import representation
from isotherm.realm.description import WEB_CLIENT, Representation, describe
from isotherm_devstack.demo.people import Person

REALM = "isotherm"
TEST_CLIENT = "isotherm-test"

Realm = Representation


def product_realm(values: Mapping[str, str]) -> Realm:
    """Return the product's realm as it is created, with these values.

    Raise KeyError for a value that is missing and has no default.
    """
    return representation(describe(values))


def with_people(realm: Realm, people: Iterable[Person], passwords: Mapping[str, str]) -> Realm:
    """Return a copy of the realm with these people; `passwords` is by user name."""
    realm = copy.deepcopy(realm)
    groups = {group["name"] for group in realm["groups"]}
    for person in people:
        realm["users"].append(_user(person, passwords[person.username]))
        missing = {path.strip("/") for path in person.groups} - groups
        realm["groups"] += [{"name": name} for name in sorted(missing)]
        groups |= missing
    return realm


def add_people(
    admin: KeycloakAdmin, people: Iterable[Person], passwords: Mapping[str, str]
) -> None:
    """Add the people whose user names are missing, with their fixed ids; `passwords` is by name.

    Only an import lets ids be chosen. The demo's grants name people by them.
    """
    existing = {user["username"] for user in admin.get_users()}
    missing = [person for person in people if person.username not in existing]
    for path in sorted({path for person in missing for path in person.groups}):
        admin.create_group({"name": path.strip("/")}, skip_exists=True)
    if missing:
        users = [_user(person, passwords[person.username]) for person in missing]
        admin.partial_import_realm(REALM, {"ifResourceExists": "SKIP", "users": users})


def _user(person: Person, password: str) -> Realm:
    return {
        "id": person.subject,
        "username": person.username,
        "enabled": True,
        "email": person.email,
        "emailVerified": True,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "credentials": [{"type": "password", "value": password, "temporary": False}],
        "realmRoles": [
            f"default-roles-{REALM}",
            *(["admin"] if person.role == "admin" else []),
        ],
        "groups": list(person.groups),
    }


def with_test_client(realm: Realm) -> Realm:
    """Return a copy of the realm with a client that gets the web client's tokens by password."""
    realm = copy.deepcopy(realm)
    web = next(client for client in realm["clients"] if client["clientId"] == WEB_CLIENT)
    realm["clients"].append(
        {
            "clientId": TEST_CLIENT,
            "name": "Test only: direct grant",
            "enabled": True,
            "publicClient": True,
            "standardFlowEnabled": False,
            "directAccessGrantsEnabled": True,
            "fullScopeAllowed": False,
            "defaultClientScopes": web["defaultClientScopes"],
            "optionalClientScopes": web["optionalClientScopes"],
            "protocolMappers": web["protocolMappers"],
        }
    )
    realm["scopeMappings"].append({"client": TEST_CLIENT, "roles": ["admin"]})
    # a test may mistype a password many times a second
    realm["bruteForceProtected"] = False
    return realm
