"""Changes that make a client agree with its description."""

from collections.abc import Iterator
from functools import partial

from keycloak import KeycloakAdmin
from keycloak.exceptions import KeycloakGetError, raise_error_from_response

from isotherm.realm.change import Change, creation, fields, named
from isotherm.realm.description import MAPPERS, SCOPES, Client, Representation
from isotherm.realm.differences import Difference, differences, merged
from isotherm.realm.errors import RealmError

_TITLES = {"defaultClientScopes": "default scope", "optionalClientScopes": "optional scope"}
_ACTS = {
    "defaultClientScopes": (
        KeycloakAdmin.add_client_default_client_scope,
        KeycloakAdmin.delete_client_default_client_scope,
    ),
    "optionalClientScopes": (
        KeycloakAdmin.add_client_optional_client_scope,
        KeycloakAdmin.delete_client_optional_client_scope,
    ),
}


def changes_of_client(admin: KeycloakAdmin, client: Client) -> Iterator[Change]:
    """Yield what must change in the client itself; it is created with its mappers and scopes."""
    subject, owned = f"client {client.name}", client.representation
    actual = find_client(admin, client.name)
    if actual is None:
        yield creation(subject, "created", owned, partial(admin.create_client, owned))
        return
    parts = {*SCOPES, MAPPERS}
    properties = {key: value for key, value in owned.items() if key not in parts}
    differing = list(differences(properties, actual))
    whole = {key: value for key, value in actual.items() if key not in parts}
    act = partial(admin.update_client, actual["id"], merged(properties, whole))
    yield from fields(subject, differing, act)
    if MAPPERS in owned:
        yield from _changes_of_mappers(admin, subject, owned[MAPPERS], actual)
    for kind in SCOPES:
        if kind in owned:
            yield from _changes_of_scopes(admin, subject, kind, owned[kind], actual)


def find_client(admin: KeycloakAdmin, name: str) -> Representation | None:
    """Return the client with this client id, or None."""
    path = f"admin/realms/{admin.get_current_realm()}/clients"
    answer = admin.connection.raw_get(path, clientId=name)
    clients = raise_error_from_response(answer, KeycloakGetError)
    if not isinstance(clients, list):
        raise RealmError(f"unexpected answer at {path}")
    return next((client for client in clients if client["clientId"] == name), None)


def changes_of_unused(admin: KeycloakAdmin, name: str) -> Iterator[Change]:
    """Yield what makes a client of Isotherm unusable that this installation does not use."""
    actual = find_client(admin, name)
    if actual is not None and actual["enabled"]:
        differing = [Difference(("enabled",), True, False)]
        act = partial(admin.update_client, actual["id"], actual | {"enabled": False})
        yield from fields(f"client {name}", differing, act)


def _changes_of_mappers(
    admin: KeycloakAdmin, subject: str, owned: list[Representation], actual: Representation
) -> Iterator[Change]:
    client, existing = actual["id"], named(actual.get(MAPPERS, []))
    for mapper in owned:
        name = mapper["name"]
        title = f"{subject}, mapper {name}"
        if name not in existing:
            yield Change(title, ("added",), partial(admin.add_mapper_to_client, client, mapper))
            continue
        before = existing.pop(name)
        differing = list(differences(mapper, before))
        act = partial(admin.update_client_mapper, client, before["id"], merged(mapper, before))
        yield from fields(title, differing, act)
    for name, mapper in existing.items():
        act = partial(admin.remove_client_mapper, client, mapper["id"])
        yield Change(f"{subject}, mapper {name}", ("removed, as it is not described",), act)


def _changes_of_scopes(
    admin: KeycloakAdmin, subject: str, kind: str, owned: list[str], actual: Representation
) -> Iterator[Change]:
    if set(owned) == set(actual[kind]):
        return
    title = f"{subject}, {_TITLES[kind]}"
    add, remove = _ACTS[kind]
    ids = {scope["name"]: scope["id"] for scope in admin.get_client_scopes()}
    for name in sorted(set(actual[kind]) - set(owned)):
        act = partial(remove, admin, actual["id"], ids[name])
        yield Change(f"{title} {name}", ("removed, as it is not described",), act)
    for name in sorted(set(owned) - set(actual[kind])):
        if name not in ids:
            raise RealmError(f"the realm has no client scope {name}, which {subject} needs")
        yield Change(
            f"{title} {name}", ("added",), partial(add, admin, actual["id"], ids[name], {})
        )
