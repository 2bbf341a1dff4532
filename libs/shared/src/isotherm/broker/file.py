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

from isotherm.broker.rights import (
    DENIED,
    GENERATION_ROLE,
    SERVICE_ACLS,
    generation_of,
    generation_role,
    role_name,
    role_of,
)
from isotherm.names import ADMIN_ACCOUNT, ADMIN_CLIENT

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
    disabled: bool = False


def credential_for(password: str) -> Credential:
    """Return the credential of a plain password, with a new salt."""
    salt = secrets.token_bytes(12)
    return Credential(base64.b64encode(salt).decode(), _hash(password, salt))


def is_password_of(credential: Credential, password: str) -> bool:
    """Return whether a credential is that of a plain password."""
    digest = _hash(password, base64.b64decode(credential.salt))
    return secrets.compare_digest(digest, credential.hash)


def _hash(password: str, salt: bytes) -> str:
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ROUNDS, 64)
    return base64.b64encode(digest).decode()


def description_of(credential: Credential) -> str:
    """Return the description of a device's client: a fingerprint of the database's credential.

    A password that is set by a command gets another salt at the broker, so hashes cannot be
    compared; this tells which credential of the database the broker has.
    """
    digest = hashlib.sha256(f"{credential.salt}:{credential.hash}".encode()).hexdigest()
    return f"credential {digest[:16]}"


def client_id_of(username: str) -> str | None:
    """Return the only client id that an account may use, or None if it may use any.

    With another client id a device could take over a service's session and its messages.
    """
    if username in SERVICE_ACLS:
        return ADMIN_CLIENT if username == ADMIN_ACCOUNT else None
    return username


def client_of(account: Account) -> dict[str, Any]:
    """Return the document of an account in the file; raise ValueError as `role_name` does."""
    client: dict[str, Any] = {
        "username": account.username,
        "textname": "",
        "roles": [{"rolename": role_name(account.username)}],
        "password": account.credential.hash,
        "salt": account.credential.salt,
        "iterations": ROUNDS,
    }
    if (client_id := client_id_of(account.username)) is not None:
        client["clientid"] = client_id
    if account.username not in SERVICE_ACLS:
        client["textdescription"] = description_of(account.credential)
    if account.disabled:
        client["disabled"] = True
    return client


def render(accounts: Iterable[Account], generation: int = 0) -> str:
    """Return the file as JSON: a role for each account; whatever no role names is denied.

    `generation` is that of the database's accounts. Raise ValueError for the name of an account
    that is neither a service's nor a valid device name.
    """
    ordered = sorted(accounts, key=lambda account: account.username)
    roles = [role_of(account.username) for account in ordered]
    content = {
        "defaultACLAccess": DENIED,
        "clients": [client_of(account) for account in ordered],
        "groups": [],
        "roles": [*roles, generation_role(generation)],
    }
    return json.dumps(content, indent=1)


def with_services(file: str, services: Iterable[Account]) -> str:
    """Return a file with the accounts of its devices, and these of services instead of its own.

    Raise ValueError if the text is no such file.
    """
    content = _parse(file)
    rendered = json.loads(render(services))
    roles = [role for role in rendered["roles"] if role["rolename"] != GENERATION_ROLE]
    usernames = {client["username"] for client in rendered["clients"]}
    rolenames = {role["rolename"] for role in roles}
    content["clients"] = rendered["clients"] + [
        client for client in content["clients"] if client["username"] not in usernames
    ]
    content["roles"] = roles + [
        role for role in content["roles"] if role["rolename"] not in rolenames
    ]
    return json.dumps(content | {"defaultACLAccess": DENIED}, indent=1)


def generation_in(file: str) -> int | None:
    """Return the generation that a file was rendered from or brought to, or None if it has none.

    Raise ValueError if the text is no such file.
    """
    for role in _parse(file)["roles"]:
        if role["rolename"] == GENERATION_ROLE:
            return generation_of(role.get("textdescription"))
    return None


def _parse(file: str) -> dict[str, Any]:
    """Return the content of a file; raise ValueError if the text is no such file."""
    content = json.loads(file)
    try:
        named = [(client["username"],) for client in content["clients"]]
        named += [(role["rolename"],) for role in content["roles"]]
    except (KeyError, TypeError):
        raise ValueError("not a file of dynamic security") from None
    return dict(content)
