"""The broker's certificate: read as it is mounted, checked, and copied as plain files.

A mounted Secret consists of symbolic links, which Mosquitto 2.1 refuses, and Kubernetes replaces
them while the broker runs.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

CERTIFICATE, KEY, AUTHORITY = "tls.crt", "tls.key", "ca.crt"
_SWITCH = "..data"
"""The link that Kubernetes replaces in one step when a Secret changes."""


class CertificateError(Exception):
    """The files are not a certificate with its key; the message says why, without their content."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate (PEM) with those of its intermediate authorities, and its key."""

    certificate: bytes
    key: bytes
    authority: bytes | None = None
    """The certificate of the authority, if it is given."""

    @property
    def digest(self) -> str:
        """A name of the content."""
        return hashlib.sha256(self.certificate + b"\0" + self.key).hexdigest()

    def expires_at(self) -> datetime:
        """Return when the certificate expires; raise CertificateError unless the pair fits."""
        try:
            leaf = x509.load_pem_x509_certificates(self.certificate)[0]
        except ValueError:
            raise CertificateError(f"{CERTIFICATE} holds no certificate in PEM form") from None
        try:
            key = serialization.load_pem_private_key(self.key, None)
        except (TypeError, ValueError, UnsupportedAlgorithm):
            raise CertificateError(f"{KEY} holds no usable key in PEM form") from None
        if _public(key.public_key()) != _public(leaf.public_key()):
            raise CertificateError(f"{KEY} is not the key of {CERTIFICATE}")
        return leaf.not_valid_after_utc


def _public(key: object) -> bytes:
    if not hasattr(key, "public_bytes"):
        raise CertificateError("the kind of key is unknown")
    encoded: bytes = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return encoded


def read_pair(folder: Path) -> Pair:
    """Return the files in a folder; raise CertificateError if one is missing."""
    try:
        # both of the same version, also while the link is being replaced
        real = (folder / _SWITCH).resolve(strict=True)
    except OSError:
        real = folder
    try:
        authority = real / AUTHORITY
        return Pair(
            (real / CERTIFICATE).read_bytes(),
            (real / KEY).read_bytes(),
            authority.read_bytes() if authority.exists() else None,
        )
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise CertificateError(f"{error.filename} cannot be read: {why}") from None


def write_pair(folder: Path, pair: Pair) -> None:
    """Write plain files that only their owner can read; raise OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _replace(folder / KEY, pair.key)
    _replace(folder / CERTIFICATE, pair.certificate)
    if pair.authority is None:
        (folder / AUTHORITY).unlink(missing_ok=True)
    else:
        _replace(folder / AUTHORITY, pair.authority)


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    part.replace(path)
