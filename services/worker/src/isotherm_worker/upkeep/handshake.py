"""A TLS handshake as a device or browser makes it: which certificate is shown, is it accepted."""

import asyncio
import contextlib
import ssl
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

TIMEOUT_S = 10.0


class UnreachableError(Exception):
    """No handshake could be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where TLS is spoken; `name` is the one that clients know it by, and verify."""

    host: str
    port: int
    name: str
    authority: str | None = None
    """The certificates (PEM) of the authority; without it the system's."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The certificate that was shown."""

    starts_at: datetime
    expires_at: datetime
    error: str | None
    """Why a client refuses it; None if it is accepted."""


async def look(endpoint: Endpoint) -> Shown:
    """Return what an endpoint shows; raise UnreachableError.

    The broker counts a connection that ends without a login only if it ends with an error, and a
    client that refuses a certificate says so. Therefore it is verified only if it can be read.
    """
    shown = x509.load_der_x509_certificate(await _shake_hands(endpoint, _trusting()))
    error = None
    try:
        await _shake_hands(endpoint, ssl.create_default_context(cadata=endpoint.authority))
    except ssl.SSLCertVerificationError as refused:
        error = refused.verify_message
    return Shown(shown.not_valid_before_utc, shown.not_valid_after_utc, error)


def _trusting() -> ssl.SSLContext:
    """Return a context that accepts any certificate, only to read it: nothing is sent by it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def _shake_hands(endpoint: Endpoint, context: ssl.SSLContext) -> bytes:
    """Return the certificate (DER) of the other side; raise SSLCertVerificationError."""
    try:
        async with asyncio.timeout(TIMEOUT_S):
            _, writer = await asyncio.open_connection(
                endpoint.host, endpoint.port, ssl=context, server_hostname=endpoint.name
            )
    except ssl.SSLCertVerificationError:
        raise
    except (OSError, TimeoutError, ValueError) as error:
        # ssl.SSLError is an OSError
        why = str(error) or type(error).__name__
        raise UnreachableError(f"{endpoint.host}:{endpoint.port}: {why}") from None
    try:
        certificate: bytes | None = writer.get_extra_info("ssl_object").getpeercert(True)
    finally:
        writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(TIMEOUT_S):
                await writer.wait_closed()
    if certificate is None:
        raise UnreachableError(f"{endpoint.host}:{endpoint.port}: shows no certificate")
    return certificate
