"""Print the Secrets of the development cluster as YAML, for the Tiltfile.

Passwords are made once and kept in `.kind/secrets.json`, which only its owner can read, as those of
`make up` are in `.local`. So each rendering has the same, and `k8s/cluster.sh down` forgets them.
"""

import hmac
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm.schema.roles import KEYCLOAK
from isotherm_devstack.demo.people import ADA
from isotherm_devstack.state.credentials import Credentials, load_or_generate

HOME = Path(__file__).parents[1] / ".kind"
NAMESPACE = "isotherm"


def secrets(credentials: Credentials) -> dict[str, dict[str, str]]:
    """Return the entries of each Secret, by the component whose `existingSecret` names it."""
    single = credentials.single
    return {
        "app": {
            "sealing-key": single["sealing_key"],
            "session-secret": single["session_secret"],
            "web-client-secret": single["web_client_secret"],
            "lookup-client-secret": single["lookup_client_secret"],
            "grafana-client-secret": _derived(credentials, "grafana"),
        },
        "postgresql": {
            "postgres": single["postgres_superuser"],
            KEYCLOAK: _derived(credentials, KEYCLOAK),
            **credentials.database,
        },
        "mosquitto": {
            account.rpartition(":")[2]: credentials.services[account]
            for account in (INGEST_ACCOUNT, WORKER_ACCOUNT, ADMIN_ACCOUNT)
        },
        "keycloak": {
            "admin": single["keycloak_admin"],
            "administrator": credentials.people[ADA.username],
        },
        "simulator": {"secret": _derived(credentials, "simulator")},
    }


def manifests(entries: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return the objects, labelled as what several parts share."""
    return [
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {
                "name": f"isotherm-{component}",
                "namespace": NAMESPACE,
                "labels": {
                    "app.kubernetes.io/part-of": "isotherm",
                    "app.kubernetes.io/component": "shared",
                },
            },
            "stringData": dict(data),
        }
        for component, data in entries.items()
    ]


def load() -> Credentials:
    """Return the passwords in `.kind`, or in the folder of ISOTHERM_KIND; make missing ones."""
    home = Path(os.environ.get("ISOTHERM_KIND") or HOME)
    home.mkdir(mode=0o700, exist_ok=True)
    return load_or_generate(home / "secrets.json")


def _derived(credentials: Credentials, name: str) -> str:
    """Return a password that `make up` does not need, made of one that it does."""
    key = credentials.single["sealing_key"].encode()
    return hmac.digest(key, name.encode(), "sha256").hex()


if __name__ == "__main__":
    sys.stdout.write(yaml.safe_dump_all(manifests(secrets(load()))))
