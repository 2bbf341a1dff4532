"""Encrypting files with a passphrase: scrypt makes the key, AES-256-GCM seals pieces of 1 MiB.

A sealed file is the magic, a salt of 16 bytes, then the pieces. The nonce of a piece is its number
and whether it is the last one, so pieces can neither be exchanged nor cut off unnoticed.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from isotherm.backup.errors import BackupError

MAGIC = b"isotherm-sealed-1\n"
SUFFIX = ".sealed"
_SALT = 16
_TAG = 16
_PIECE = 1 << 20


def refuse_unsealed(names: Iterable[str], passphrase: str | None) -> None:
    """Raise BackupError for a file that is not encrypted although there is a passphrase.

    Who can write where backups lie, but has no passphrase, could have put it there.
    """
    plain = [name for name in names if not name.endswith(SUFFIX)]
    if passphrase is not None and plain:
        raise BackupError(
            f"{', '.join(plain)} is not encrypted, though there is a passphrase: if it was made"
            " before there was one, set ISOTHERM_RESTORE_UNENCRYPTED=true"
        )


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    derived = Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
    return AESGCM(derived)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield the number and bytes of each piece of a file, and whether it is the last."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following


def seal(source: Path, target: Path, passphrase: str) -> None:
    """Encrypt a file into another one."""
    salt = os.urandom(_SALT)
    cipher = _cipher(passphrase, salt)
    with source.open("rb") as plain, target.open("wb") as sealed:
        sealed.write(MAGIC + salt)
        for number, piece, last in _pieces(plain, _PIECE):
            sealed.write(cipher.encrypt(_nonce(number, last), piece, MAGIC))


def unseal(source: Path, target: Path, passphrase: str) -> None:
    """Decrypt a file into another one, readable by its owner only. Raise BackupError."""
    with source.open("rb") as sealed:
        if sealed.read(len(MAGIC)) != MAGIC:
            raise BackupError(f"{source.name} is not an encrypted file of a backup")
        cipher = _cipher(passphrase, sealed.read(_SALT))
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as plain:
                for number, piece, last in _pieces(sealed, _PIECE + _TAG):
                    plain.write(cipher.decrypt(_nonce(number, last), piece, MAGIC))
        except InvalidTag:
            target.unlink()
            raise BackupError(
                f"{source.name} cannot be decrypted: another passphrase, or a damaged file"
            ) from None
