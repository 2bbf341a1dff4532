"""An authority of one's own, certificates that it signs, and a server that shows one."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from isotherm_devstack.host.ports import LOOPBACK

DAY = timedelta(days=1)
_PEM = serialization.Encoding.PEM


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@dataclass
class Authority:
    """Signs certificates for a host name and for loopback."""

    name: str = "an authority"
    _key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def pem(self) -> str:
        """Its own certificate, that clients are given."""
        now, name = datetime.now(UTC), _named(self.name)
        certificate = (
            x509.CertificateBuilder(name, name, self._key.public_key(), 1)
            .not_valid_before(now - 900 * DAY)
            .not_valid_after(now + 900 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        return certificate.public_bytes(_PEM).decode()

    def sign(
        self, folder: Path, host: str, *, days: float = 30, age_days: float = 60
    ) -> tuple[Path, Path, datetime]:
        """Write a certificate and its key; return both paths and when it expires."""
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        expires = (now + days * DAY).replace(microsecond=0)
        names = [x509.DNSName(host), x509.IPAddress(ip_address(LOOPBACK))]
        signed = (
            x509.CertificateBuilder(
                _named(self.name),
                _named(host),
                key.public_key(),
                x509.random_serial_number(),
            )
            .not_valid_before(expires - (days + age_days) * DAY)
            .not_valid_after(expires)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        certificate, private = folder / "mqtt.crt", folder / "mqtt.key"
        certificate.write_bytes(signed.public_bytes(_PEM))
        private.write_bytes(
            key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        return certificate, private, expires


@asynccontextmanager
async def showing(certificate: Path, key: Path) -> AsyncIterator[int]:
    """Show a certificate to each client of a TLS server, which then closes; yield its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(lambda _, writer: writer.close(), LOOPBACK, 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
