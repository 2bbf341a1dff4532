"""The operator's certificate for devices, if it lies in the state folder."""

from dataclasses import dataclass
from pathlib import Path

from isotherm_devstack.errors import StackError
from isotherm_devstack.state.folder import State


class IncompleteTlsError(StackError):
    """There is a certificate without its key, or a key without its certificate."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM files: the broker's certificate and key, and the authority that devices have to trust.

    Without `authority` a public one has signed the certificate.
    """

    certificate: Path
    key: Path
    authority: Path | None


def tls_files(state: State) -> TlsFiles | None:
    """Return the files in the folder `tls`, None if there are none; raise IncompleteTlsError."""
    folder = state.tls
    certificate, key, authority = (folder / name for name in ("mqtt.crt", "mqtt.key", "ca.crt"))
    if not certificate.exists() and not key.exists():
        return None
    for file in (certificate, key):
        if not file.exists():
            raise IncompleteTlsError(f"{file} is missing: TLS for devices needs both files")
    return TlsFiles(certificate, key, authority if authority.exists() else None)
