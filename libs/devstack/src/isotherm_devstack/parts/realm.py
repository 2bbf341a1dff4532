"""The realm that Keycloak imports: the product's, with additions for the demo and tests.

The product's realm, `realm.json`, has no users, no passwords and no password grant.
"""

import copy
import json
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from isotherm_devstack.demo.people import Person

REALM = "isotherm"
WEB_CLIENT = "isotherm-web"
LOOKUP_CLIENT = "isotherm-lookup"
TEST_CLIENT = "isotherm-test"

Realm = dict[str, Any]

_PLACEHOLDER = re.compile(r"\$\{(\w+)(?::([^}]*))?\}")


def product_realm() -> Realm:
    """Return the realm as shipped, with its `${ISOTHERM_…}` placeholders."""
    realm: Realm = json.loads(files("isotherm_devstack.parts").joinpath("realm.json").read_text())
    return realm


def with_settings(realm: Realm, settings: Mapping[str, str]) -> Realm:
    """Return the realm with each `${NAME}` or `${NAME:default}` replaced, as Keycloak would.

    Raise KeyError for a name without a value and a default.
    """

    def value(match: re.Match[str]) -> str:
        name, default = match.group(1, 2)
        return json.dumps(settings[name] if default is None else settings.get(name, default))[1:-1]

    filled: Realm = json.loads(_PLACEHOLDER.sub(value, json.dumps(realm)))
    return filled


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
