"""An authority of one's own, and certificates that it signs."""

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
