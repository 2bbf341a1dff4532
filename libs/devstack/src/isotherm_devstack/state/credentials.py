"""The stack's passwords and secrets: made once, kept in a file only its owner can read."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from isotherm.names import INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm.schema.bootstrap import PARTS
from isotherm_devstack.demo.fleet import FLEET, REPLAYED, SILENT
from isotherm_devstack.demo.people import PEOPLE
from isotherm_devstack.state.folder import read, write_private

_SINGLE = (
    "postgres_superuser",
    "keycloak_admin",
    "web_client_secret",
    "lookup_client_secret",
    "session_secret",
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Every secret by what it is for: database parts, broker services, devices, people."""

    single: Mapping[str, str]
    database: Mapping[str, str]
    services: Mapping[str, str]
    devices: Mapping[str, str]
    people: Mapping[str, str]


def load_or_make(path: Path) -> Credentials:
    """Return the secrets kept there; what is missing is made and kept."""
    kept: dict[str, dict[str, str]] = read(path)
    devices = (each.device for each in (*FLEET, *SILENT, REPLAYED))
    wanted: dict[str, Iterable[str]] = {
        "single": _SINGLE,
        "database": PARTS,
        "services": (INGEST_ACCOUNT, WORKER_ACCOUNT),
        "devices": devices,
        "people": (person.username for person in PEOPLE),
    }
    filled = {
        kind: {name: kept.get(kind, {}).get(name) or _make(kind) for name in names}
        for kind, names in wanted.items()
    }
    if filled != kept:
        write_private(path, filled)
    return Credentials(**filled)


def _make(kind: str) -> str:
    # people type theirs; all the others are pasted
    return _typeable() if kind == "people" else secrets.token_urlsafe(32)


def _typeable() -> str:
    """Return 20 random letters and digits in groups of five: 99 bits, easily read aloud."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    letters = "".join(secrets.choice(alphabet) for _ in range(20))
    return "-".join(letters[start : start + 5] for start in range(0, 20, 5))
