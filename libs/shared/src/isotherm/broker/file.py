"""Mosquitto's dynamic security file, rendered from accounts, so that it can be rebuilt any time.

The plugin accepts hashes computed elsewhere: base64 of PBKDF2-HMAC-SHA512 with 101 rounds, a salt
of 12 bytes and 64 bytes of key (Mosquitto 2.0, plugins/dynamic-security). So the database stores
the hash, and devices keep their passwords even if the broker's volume is lost.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from isotherm.names import (
    INGEST_ACCOUNT,
    READINGS_FILTER,
    SERVICE,
    TICK_TOPIC,
    TOPIC_ROOT,
    WORKER_ACCOUNT,
    is_device_name,
)

ROUNDS = 101


@dataclass(frozen=True, slots=True)
class Credential:
    """A password as the broker stores it; salt and hash in base64."""

    salt: str
    hash: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who may connect: a device by its name, or a service by a name with a `:`."""

    username: str
    credential: Credential


def credential_for(password: str) -> Credential:
    """Return the credential of a plain password, with a new salt."""
    salt = secrets.token_bytes(12)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS, 64)
    return Credential(base64.b64encode(salt).decode(), base64.b64encode(digest).decode())


def _acl(kind: str, topic: str) -> dict[str, Any]:
    return {"acltype": kind, "topic": topic, "priority": 0, "allow": True}


def _subscribed(pattern: str, topic: str | None = None) -> list[dict[str, Any]]:
    """Return the permissions to subscribe to a pattern and to receive its messages."""
    return [
        _acl("subscribePattern", pattern),
        _acl("publishClientReceive", pattern if topic is None else topic),
        _acl("unsubscribePattern", pattern),
    ]


SERVICE_ACLS = {
    INGEST_ACCOUNT: [
        *_subscribed(READINGS_FILTER, f"{TOPIC_ROOT}/#"),
        *_subscribed(f"{TOPIC_ROOT}/+/status"),
        *_subscribed(TICK_TOPIC),
    ],
    WORKER_ACCOUNT: [
        _acl("publishClientSend", TICK_TOPIC),
        *_subscribed(TICK_TOPIC),
        *_subscribed("$SYS/#"),
    ],
}


def render(accounts: Iterable[Account]) -> str:
    """Return the file as JSON: a role for each account; whatever no role names is denied.

    Raise ValueError for the name of an account that is neither a service's nor a valid device name.
    """
    clients: list[dict[str, Any]] = []
    roles: list[dict[str, Any]] = []
    for account in sorted(accounts, key=lambda account: account.username):
        name = account.username
        if not is_device_name(name.removeprefix(SERVICE)):
            raise ValueError(f"not a name of a device or service: {name!r}")
        own = [_acl("publishClientSend", f"{TOPIC_ROOT}/{name}/#")]
        role = f"service-{name}" if name in SERVICE_ACLS else f"device-{name}"
        roles.append({"rolename": role, "acls": SERVICE_ACLS.get(name, own)})
        client = {
            "username": name,
            "textname": "",
            "roles": [{"rolename": role}],
            "password": account.credential.hash,
            "salt": account.credential.salt,
            "iterations": ROUNDS,
        }
        # with another client id a device could take over a service's session and its messages
        clients.append(client if name in SERVICE_ACLS else client | {"clientid": name})
    denied = dict.fromkeys(
        ("publishClientSend", "publishClientReceive", "subscribe", "unsubscribe"), False
    )
    return json.dumps(
        {"defaultACLAccess": denied, "clients": clients, "groups": [], "roles": roles}, indent=1
    )
