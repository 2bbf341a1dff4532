"""Changes to which roles a client's tokens may contain, and which its service account has.

Keycloak answers and accepts both in the same form, below different paths.
"""

import json
from collections.abc import Callable, Iterator
from functools import partial

from keycloak import KeycloakAdmin
from keycloak.exceptions import (
    KeycloakDeleteError,
    KeycloakGetError,
    KeycloakPostError,
    raise_error_from_response,
)

from isotherm.realm.change import Change
from isotherm.realm.clients import find_client
from isotherm.realm.description import REALM_ROLES, Client, Representation, Roles
from isotherm.realm.errors import RealmError

Mappings = dict[str, dict[str, Representation]]
"""Roles by their owner, a client id or `REALM_ROLES`, and by their name."""
FindPath = Callable[[KeycloakAdmin, str], str | None]
"""Finds the path of a client's mappings; None without the client."""


def changes_of_scope(admin: KeycloakAdmin, client: Client) -> Iterator[Change]:
    """Yield what must change in the roles that a client's tokens may contain."""
    if client.scope is not None:
        subject = f"client {client.name}, role in tokens"
        yield from _changes(admin, client.name, subject, client.scope, _scope_path)


def changes_of_service_account(admin: KeycloakAdmin, client: Client) -> Iterator[Change]:
    """Yield what must change in the roles of a client's service account."""
    if client.service_account is not None:
        subject = f"service account of {client.name}, role"
        yield from _changes(admin, client.name, subject, client.service_account, _account_path)


def _scope_path(admin: KeycloakAdmin, name: str) -> str | None:
    client = find_client(admin, name)
    return f"{_realm_path(admin)}/clients/{client['id']}/scope-mappings" if client else None


def _account_path(admin: KeycloakAdmin, name: str) -> str | None:
    client = find_client(admin, name)
    if client is None or not client["serviceAccountsEnabled"]:
        return None
    account = admin.get_client_service_account_user(client["id"])
    return f"{_realm_path(admin)}/users/{account['id']}/role-mappings"


def _realm_path(admin: KeycloakAdmin) -> str:
    return f"admin/realms/{admin.get_current_realm()}"


def _changes(
    admin: KeycloakAdmin, name: str, subject: str, owned: Roles, find_path: FindPath
) -> Iterator[Change]:
    actual = _read(admin, find_path(admin, name))
    for owner in sorted({*owned, *actual}):
        wanted, roles = owned.get(owner, frozenset()), actual.get(owner, {})
        for role in sorted(wanted - roles.keys()):
            add = partial(_add, admin, name, find_path, owner, role)
            yield Change(f"{subject} {_shown(owner, role)}", ("added",), add)
        for role in sorted(roles.keys() - wanted):
            remove = partial(_remove, admin, name, find_path, owner, roles[role])
            title = f"{subject} {_shown(owner, role)}"
            yield Change(title, ("removed, as it is not described",), remove)


def _read(admin: KeycloakAdmin, path: str | None) -> Mappings:
    """Return the roles at this path, without the role that every user has."""
    if path is None:
        return {}
    answer = raise_error_from_response(admin.connection.raw_get(path), KeycloakGetError)
    if not isinstance(answer, dict):
        raise RealmError(f"unexpected answer at {path}")
    client_roles = {
        owner: {role["name"]: role for role in mappings["mappings"]}
        for owner, mappings in answer.get("clientMappings", {}).items()
    }
    default = f"default-roles-{admin.get_current_realm()}".lower()
    realm_roles = {role["name"]: role for role in answer.get("realmMappings", [])}
    realm_roles.pop(default, None)
    return client_roles | {REALM_ROLES: realm_roles}


def _add(admin: KeycloakAdmin, name: str, find_path: FindPath, owner: str, role: str) -> None:
    """Look the role up and add it; it may have been created after the change was planned."""
    if owner == REALM_ROLES:
        representation = admin.get_realm_role(role)
    else:
        representation = admin.get_client_role(_owner_id(admin, owner), role)
    path = _at_owner(admin, name, find_path, owner)
    answer = admin.connection.raw_post(path, data=json.dumps([representation]))
    raise_error_from_response(answer, KeycloakPostError)


def _remove(
    admin: KeycloakAdmin, name: str, find_path: FindPath, owner: str, role: Representation
) -> None:
    path = _at_owner(admin, name, find_path, owner)
    answer = admin.connection.raw_delete(path, data=json.dumps([role]))
    raise_error_from_response(answer, KeycloakDeleteError)


def _at_owner(admin: KeycloakAdmin, name: str, find_path: FindPath, owner: str) -> str:
    path = find_path(admin, name)
    if path is None:
        raise RealmError(f"client {name} was deleted meanwhile")
    return f"{path}/realm" if owner == REALM_ROLES else f"{path}/clients/{_owner_id(admin, owner)}"


def _owner_id(admin: KeycloakAdmin, owner: str) -> str:
    client_id = admin.get_client_id(owner)
    if client_id is None:
        raise RealmError(f"the realm has no client {owner}")
    return client_id


def _shown(owner: str, role: str) -> str:
    return role if owner == REALM_ROLES else f"{owner}/{role}"
