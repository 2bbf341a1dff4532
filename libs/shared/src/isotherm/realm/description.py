"""What Isotherm owns in a realm: `realm.json` with the values of an installation filled in.

In `realm.json`, `${NAME}` and `${NAME:default}` stand for values. Everything else uses the words of
Keycloak's representations, so that a new realm is created from the same text.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

Representation = dict[str, Any]
"""A JSON object as Keycloak's administration reads and writes it."""
Roles = Mapping[str, frozenset[str]]
"""Names of roles by client id; the realm's own roles are at `REALM_ROLES`."""

API_CLIENT = "isotherm-api"
WEB_CLIENT = "isotherm-web"
LOOKUP_CLIENT = "isotherm-lookup"
GRAFANA_CLIENT = "isotherm-grafana"
ADMIN = "admin"
"""The realm role of administrators."""
REALM_ROLES = "realm roles"
LOGIN_THEME = "loginTheme"
"""The setting that names the theme of the sign-in pages; not owned if no theme is given."""
SCOPES = ("defaultClientScopes", "optionalClientScopes")
MAPPERS = "protocolMappers"

_PLACEHOLDER = re.compile(r"\$\{(\w+)(?::([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Client:
    """A client: its representation, and the roles that its tokens and its account may have."""

    representation: Representation
    scope: Roles | None = None
    """The roles that tokens may contain; None if they are not Isotherm's business."""
    service_account: Roles | None = None

    @property
    def name(self) -> str:
        """Its client id."""
        return str(self.representation["clientId"])


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that Isotherm owns in a realm, and what a new realm needs besides."""

    realm: str
    settings: Representation
    """Settings of the realm that Isotherm relies on, without its name."""
    profile: tuple[Representation, ...]
    """Attributes of users."""
    roles: tuple[Representation, ...]
    clients: tuple[Client, ...]
    unused_clients: tuple[str, ...] = ()
    """Client ids of Isotherm that must not be usable, as this installation has no use for them."""
    new_realm: Representation = field(default_factory=dict)
    """What a new realm begins with. Afterwards it belongs to whoever operates Keycloak."""

    def without(self, setting: str) -> "Description":
        """Return the description without a setting of the realm."""
        settings = {name: value for name, value in self.settings.items() if name != setting}
        return replace(self, settings=settings)

    def of_shared_realm(self) -> "Description":
        """Return the part that Isotherm owns in a realm that other applications use as well.

        That leaves out the realm's settings, its user profile, Keycloak's own clients and all of a
        role but its existence.
        """
        return replace(
            self,
            settings={},
            profile=(),
            roles=tuple({"name": role["name"]} for role in self.roles),
            clients=tuple(client for client in self.clients if client.scope is not None),
        )


def describe(values: Mapping[str, str]) -> Description:
    """Return the description with these values.

    Raise KeyError for a value that is missing and has no default.
    """
    document = json.loads(files("isotherm.realm").joinpath("realm.json").read_text("utf-8"))
    used, unused = [], []
    for client in document["clients"]:
        needed = client.get("onlyWith")
        if needed is None or needed in values:
            used.append(_client(filled(client, values)))
        else:
            unused.append(str(client["client"]["clientId"]))
    settings = filled(document["realm"], values)
    if not settings[LOGIN_THEME]:
        del settings[LOGIN_THEME]
    return Description(
        realm=settings.pop("realm"),
        settings=settings,
        profile=tuple(document["userProfile"]),
        roles=tuple(document["roles"]),
        clients=tuple(used),
        unused_clients=tuple(unused),
        new_realm=document["newRealm"],
    )


def _client(entry: Representation) -> Client:
    return Client(entry["client"], _roles(entry.get("scope")), _roles(entry.get("serviceAccount")))


def _roles(names: Mapping[str, list[str]] | None) -> Roles | None:
    if names is None:
        return None
    return {owner: frozenset(roles) for owner, roles in names.items()}


def filled(template: Any, values: Mapping[str, str]) -> Any:
    """Return JSON data with each placeholder in its strings replaced.

    Raise KeyError for a placeholder without a value and a default.
    """
    match template:
        case str():
            return _PLACEHOLDER.sub(lambda match: _value(match, values), template)
        case list():
            return [filled(item, values) for item in template]
        case dict():
            return {key: filled(item, values) for key, item in template.items()}
        case _:
            return template


def _value(match: re.Match[str], values: Mapping[str, str]) -> str:
    name, default = match.group(1, 2)
    return values[name] if default is None else values.get(name, default)
