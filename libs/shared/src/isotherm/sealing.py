"""Seal a new password for its way through the database, from api to worker.

Both hold the same key. What is sealed can be opened for ten minutes, and only for the account that
it was sealed for, so a backup of the database holds no password that can be used.
"""

import json
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken

VALID = timedelta(minutes=10)
"""How long a sealed password can be opened."""


class SealError(Exception):
    """A sealed password is too old, for another account, or was sealed with another key."""


def is_key(text: str) -> bool:
    """Return whether a text is a key: 32 random bytes in URL-safe base64."""
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


def make_key() -> str:
    """Return a new key."""
    return Fernet.generate_key().decode()


def seal(key: str, account: str, password: str) -> bytes:
    """Return the password, sealed for that account."""
    return Fernet(key).encrypt(json.dumps([account, password]).encode())


def unseal(key: str, account: str, sealed: bytes) -> str:
    """Return the password that was sealed for that account; raise SealError."""
    try:
        text = Fernet(key).decrypt(sealed, ttl=int(VALID.total_seconds()))
    except InvalidToken:
        raise SealError("too old, or sealed with another key") from None
    name, password = json.loads(text)
    if name != account:
        raise SealError("sealed for another account")
    return str(password)
