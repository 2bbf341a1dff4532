"""A whole realm in Keycloak's form, for its creation or import."""

import copy
import json
from collections.abc import Iterable, Iterator
from typing import Any

from isotherm.realm.description import REALM_ROLES, Client, Description, Representation

_PROFILE = "org.keycloak.userprofile.UserProfileProvider"


def representation(description: Description) -> Representation:
    """Return the realm that Keycloak shall create or import."""
    new = description.new_realm
    clients = description.clients
    whole = {
        "realm": description.realm,
        **description.settings,
        **new["settings"],
        "attributes": new["attributes"],
        "components": {_PROFILE: [_profile(description.profile)]},
        "roles": {"realm": [*description.roles, *new["roles"]]},
        "groups": [],
        "clientScopes": new["clientScopes"],
        "clients": [client.representation for client in clients],
        "scopeMappings": list(_realm_scopes(clients)),
        "clientScopeMappings": _client_scopes(clients),
        "users": list(_service_accounts(clients)),
    }
    return copy.deepcopy(whole)


def _profile(attributes: Iterable[Representation]) -> Representation:
    config = json.dumps({"attributes": list(attributes)})
    return {
        "providerId": "declarative-user-profile",
        "config": {"kc.user.profile.config": [config]},
    }


def _realm_scopes(clients: Iterable[Client]) -> Iterator[Representation]:
    for client in clients:
        if roles := (client.scope or {}).get(REALM_ROLES):
            yield {"client": client.name, "roles": sorted(roles)}


def _client_scopes(clients: Iterable[Client]) -> dict[str, list[Representation]]:
    scopes: dict[str, list[Representation]] = {}
    for client in clients:
        for owner, roles in (client.scope or {}).items():
            if owner != REALM_ROLES:
                scopes.setdefault(owner, []).append({"client": client.name, "roles": sorted(roles)})
    return scopes


def _service_accounts(clients: Iterable[Client]) -> Iterator[dict[str, Any]]:
    for client in clients:
        if client.service_account is not None:
            yield {
                "username": f"service-account-{client.name}",
                "enabled": True,
                "serviceAccountClientId": client.name,
                "realmRoles": sorted(client.service_account.get(REALM_ROLES, ())),
                "clientRoles": {
                    owner: sorted(roles)
                    for owner, roles in client.service_account.items()
                    if owner != REALM_ROLES
                },
            }
