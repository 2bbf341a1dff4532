"""Compare the accounts that the database wants with those that the broker has. Pure."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from isotherm.broker.file import Account, client_id_of, description_of
from isotherm.broker.rights import DENIED, GENERATION_ROLE, SERVICE_ACLS, role_name, role_of

Document = Mapping[str, Any]
LIVE, RENDER, ROTATE, APPLY = "live", "render", "rotate", "apply"
"""What removes a difference: worker does; the broker's file, rendered and read at its next start;
a new password; an administrator, who says that the database is right."""
SURPLUS = frozenset({"surplus", "role_surplus"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """The devices' accounts in the database, at one generation.

    The password of a device in `waiting` is still to be given to the broker.
    """

    devices: Mapping[str, Account]
    waiting: Set[str]
    versions: Mapping[str, int]
    generation: int


@dataclass(frozen=True, slots=True)
class Present:
    """What the broker has: documents of clients and roles by name, groups, and what is default."""

    clients: Mapping[str, Document]
    roles: Mapping[str, Document]
    groups: Set[str] = frozenset()
    default_access: Mapping[str, bool] = field(default_factory=lambda: DENIED)


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, and the commands that mend it if its cure is `live`."""

    name: str
    kind: str
    detail: str
    cure: str
    commands: tuple[Document, ...] = ()

    def document(self) -> dict[str, str]:
        """Return the difference as api and the pages show it."""
        return {"name": self.name, "kind": self.kind, "detail": self.detail, "cure": self.cure}


def compare(wanted: Wanted, present: Present) -> list[Difference]:
    """Return the differences, in the order to mend them: what takes rights away goes first."""
    names = sorted({*SERVICE_ACLS, *wanted.devices})
    return [
        *_default_access(present),
        *_surplus_clients(wanted, present),
        *(difference for name in names for difference in _switch(wanted, present, name)),
        *(difference for name in names for difference in _role(present, name)),
        *(difference for name in names for difference in _client(wanted, present, name)),
        *_surplus_roles(wanted, present),
        *(
            Difference(group, "group", "Isotherm uses no groups, and nobody is left in it", RENDER)
            for group in sorted(present.groups)
        ),
    ]


def has_credential(wanted: Wanted, present: Present, name: str) -> bool:
    """Return whether the broker has a device's client, with the database's password."""
    client = present.clients.get(name)
    description = description_of(wanted.devices[name].credential)
    return client is not None and client.get("textdescription") == description


def _default_access(present: Present) -> Iterator[Difference]:
    if dict(present.default_access) != DENIED:
        acls = [{"acltype": kind, "allow": allow} for kind, allow in DENIED.items()]
        yield Difference(
            "default access",
            "default_access",
            "what no role allows is not denied",
            LIVE,
            ({"command": "setDefaultACLAccess", "acls": acls},),
        )


def _surplus_clients(wanted: Wanted, present: Present) -> Iterator[Difference]:
    for name in sorted(present.clients.keys() - wanted.devices.keys() - SERVICE_ACLS.keys()):
        delete: list[Document] = [{"command": "deleteClient", "username": name}]
        if f"device-{name}" in present.roles and not present.groups:
            delete.append({"command": "deleteRole", "rolename": f"device-{name}"})
        yield Difference(name, "surplus", "the database has no such account", LIVE, tuple(delete))


def _switch(wanted: Wanted, present: Present, name: str) -> Iterator[Difference]:
    client = present.clients.get(name)
    disabled = name in wanted.devices and wanted.devices[name].disabled
    if client is None or bool(client.get("disabled")) == disabled:
        return
    if disabled:
        kind, detail, verb = "enabled", "it may connect, though it is disabled", "disableClient"
    else:
        kind, detail, verb = "disabled", "it is disabled at the broker alone", "enableClient"
    yield Difference(name, kind, detail, LIVE, ({"command": verb, "username": name},))


def _rights(role: Document) -> set[tuple[Any, ...]]:
    keys = ("acltype", "topic", "priority", "allow")
    return {tuple(acl.get(key) for key in keys) for acl in role["acls"]}


def _role(present: Present, name: str) -> Iterator[Difference]:
    role, present_role = role_of(name), present.roles.get(role_name(name))
    if present_role is None:
        if name in present.clients:  # the role of a missing client comes with it
            create = {"command": "createRole", **role}
            yield Difference(
                role["rolename"], "role_missing", "the broker has no such role", LIVE, (create,)
            )
    elif _rights(present_role) != _rights(role):
        modify = {"command": "modifyRole", **role}
        yield Difference(
            role["rolename"], "role_rights", _difference_of(present_role, role), LIVE, (modify,)
        )


def _difference_of(present_role: Document, role: Document) -> str:
    more, less = _rights(present_role) - _rights(role), _rights(role) - _rights(present_role)
    parts = [
        f"{verb} {', '.join(sorted(f'{acl[0]} {acl[1]}' for acl in acls))}"
        for verb, acls in (("has too much:", more), ("lacks", less))
        if acls
    ]
    return "it " + "; it ".join(parts)


def _client(wanted: Wanted, present: Present, name: str) -> Iterator[Difference]:
    client, waits = present.clients.get(name), name in wanted.waiting
    if client is None:
        if not waits:
            yield Difference(name, "missing", "the broker has no such account", RENDER)
        return
    if name in wanted.devices and not waits and not has_credential(wanted, present, name):
        yield Difference(name, "credential", "the broker has another password", ROTATE)
    client_id, found_id = client_id_of(name), client.get("clientid") or None
    if found_id != client_id:
        yield Difference(
            name,
            "client_id",
            f"its client id is {_or_any(found_id)} instead of {_or_any(client_id)}",
            LIVE,
            ({"command": "modifyClient", "username": name, "clientid": client_id or ""},),
        )
    roles = [role["rolename"] for role in client.get("roles", ())]
    groups = [group["groupname"] for group in client.get("groups", ())]
    if roles != [role_name(name)] or groups:
        belongs = ", ".join([*roles, *(f"group {group}" for group in groups)]) or "no role"
        yield Difference(
            name,
            "roles",
            f"it has {belongs} instead of {role_name(name)}",
            LIVE,
            (
                {
                    "command": "modifyClient",
                    "username": name,
                    "roles": [{"rolename": role_name(name)}],
                    "groups": [],
                },
            ),
        )


def _or_any(client_id: str | None) -> str:
    return "any" if client_id is None else client_id


def _surplus_roles(wanted: Wanted, present: Present) -> Iterator[Difference]:
    """Yield roles to delete, last, when no client has them any more: Mosquitto 2.0 keeps pointing
    to a deleted role that a client or a group still has, and may crash."""
    ours = {role_name(name) for name in (*SERVICE_ACLS, *wanted.devices)}
    theirs = set() if present.groups else {f"device-{name}" for name in present.clients}
    for name in sorted(present.roles.keys() - ours - theirs - {GENERATION_ROLE}):
        detail = "Isotherm has no such role"
        if present.groups:
            yield Difference(name, "role_surplus", f"{detail}; a group may have it", RENDER)
        else:
            delete = {"command": "deleteRole", "rolename": name}
            yield Difference(name, "role_surplus", detail, LIVE, (delete,))
