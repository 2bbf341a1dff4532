"""Waiting for Keycloak, and its certificate."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from isotherm.realm.errors import Refused, Unreachable
from isotherm.realm.server import administration
from isotherm.realm.settings import ServerSettings


class Starting(BaseHTTPRequestHandler):
    """A server that is not ready, and something else at another path."""

    def do_GET(self) -> None:
        """Answer 503, as Keycloak does while it starts."""
        self.send_response(200 if self.path.startswith("/pages/") else 503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that only itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "keycloak")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "keycloak.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return file


@pytest.fixture(scope="module")
def starting(certificate: Path) -> Iterator[str]:
    """The https URL of a server that is not ready."""
    server = HTTPServer(("127.0.0.1", 0), Starting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, name="starting")
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _settings(url: str, wait_s: float = 0, authorities: str | None = None) -> ServerSettings:
    return ServerSettings(
        keycloak_url=url,
        keycloak_ca=authorities,
        keycloak_admin_username="admin",
        keycloak_admin_password=SecretStr("unused"),
        realm_wait_s=wait_s,
    )


def test_an_unknown_authority_is_refused_at_once(starting: str) -> None:
    told: list[str] = []
    with pytest.raises(Refused) as refused, administration(_settings(starting, 60), told.append):
        pass
    assert str(refused.value).startswith(f"the certificate of {starting} is not trusted: ")
    assert str(refused.value).endswith("ISOTHERM_KEYCLOAK_CA_FILE names the authorities to trust.")
    assert told == []


def test_a_named_authority_is_trusted(starting: str, certificate: Path) -> None:
    settings = _settings(starting, authorities=certificate.read_text())
    with pytest.raises(Unreachable, match="/realms/master answers 503"), administration(settings):
        pass


def test_a_server_that_is_not_ready_is_waited_for(starting: str, certificate: Path) -> None:
    settings = _settings(starting, 0.5, certificate.read_text())
    told: list[str] = []
    with pytest.raises(Unreachable), administration(settings, told.append):
        pass
    assert told[0].startswith(f"waiting for Keycloak: {starting}/realms/master answers 503")


def test_another_program_at_the_address_is_named(starting: str, certificate: Path) -> None:
    settings = _settings(f"{starting}/pages", authorities=certificate.read_text())
    not_keycloak = pytest.raises(Unreachable, match="/pages/realms/master is not Keycloak")
    with not_keycloak, administration(settings):
        pass
