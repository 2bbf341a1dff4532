"""A minimal identity provider for load tests: it signs tokens as Keycloak does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from isotherm_devstack.host.ports import LOOPBACK

_LIVES = timedelta(hours=2)


class Realm:
    """Signs tokens and serves the public key."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.issuer = ""

    def keys(self) -> bytes:
        """Return the JWKS document that the api fetches."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        key.pop("key_ops", None)
        return json.dumps({"keys": [key | {"kid": "one", "use": "sig", "alg": "RS256"}]}).encode()

    def token(self, username: str) -> str:
        """Return an access token of a user; its subject is the user name."""
        now = datetime.now(UTC)
        claims = {
            "iss": self.issuer, "sub": username, "aud": "isotherm-api", "typ": "Bearer",
            "iat": now, "exp": now + _LIVES, "preferred_username": username, "roles": [],
            "groups": [],
        }  # fmt: skip
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": "one"})

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = self.keys()
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        )
        await writer.drain()
        writer.close()


@asynccontextmanager
async def realm() -> AsyncIterator[Realm]:
    """Serve a realm on the loopback address during the block."""
    serving = Realm()
    async with await asyncio.start_server(serving._answer, LOOPBACK, 0) as server:
        port = server.sockets[0].getsockname()[1]
        serving.issuer = f"http://{LOOPBACK}:{port}/realms/bench"
        yield serving
