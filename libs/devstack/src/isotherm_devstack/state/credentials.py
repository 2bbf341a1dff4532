"""The stack's passwords and secrets: generated once, in a file that only its owner can read."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm.schema.roles import PARTS
from isotherm.sealing import make_key
from isotherm_devstack.demo.fleet import FLEET, REPLAYED, SILENT
from isotherm_devstack.demo.people import PEOPLE
from isotherm_devstack.state.folder import read, write_private

_SINGLE = (
    "postgres_superuser",
    "keycloak_admin",
    "web_client_secret",
    "lookup_client_secret",
    "session_secret",
    "sealing_key",
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """All secrets by name: database logins, broker services, devices, people, and `single` ones."""

    single: Mapping[str, str]
    database: Mapping[str, str]
    services: Mapping[str, str]
    devices: Mapping[str, str]
    people: Mapping[str, str]


def load_or_generate(path: Path) -> Credentials:
    """Return the secrets in this file; generate and store those that are missing."""
    stored: dict[str, dict[str, str]] = read(path)
    devices = (sensor.device for sensor in (*FLEET, *SILENT, REPLAYED))
    names_by_kind: dict[str, Iterable[str]] = {
        "single": _SINGLE,
        "database": PARTS,
        "services": (INGEST_ACCOUNT, WORKER_ACCOUNT, ADMIN_ACCOUNT),
        "devices": devices,
        "people": (person.username for person in PEOPLE),
    }
    secrets_by_kind = {
        kind: {name: stored.get(kind, {}).get(name) or _generate(kind, name) for name in names}
        for kind, names in names_by_kind.items()
    }
    if secrets_by_kind != stored:
        write_private(path, secrets_by_kind)
    return Credentials(**secrets_by_kind)


def _generate(kind: str, name: str) -> str:
    if name == "sealing_key":
        return make_key()
    # people type their passwords; everything else is pasted
    return _typeable() if kind == "people" else secrets.token_urlsafe(32)


def _typeable() -> str:
    """Return 20 random letters and digits in groups of five (99 bits), easy to type."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    letters = "".join(secrets.choice(alphabet) for _ in range(20))
    return "-".join(letters[start : start + 5] for start in range(0, 20, 5))
