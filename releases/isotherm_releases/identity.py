"""An identity provider that signs tokens as the realm does, and knows nobody to look up.

A release's services need tokens, not Keycloak: no schema of Isotherm's is in it.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.testing.claims import claims_of

_REALM = "/realms/isotherm"
_ISSUER = f"http://id.example{_REALM}"
"""The same wherever it is served, as accounts of people are known by it."""


class Identity:
    """A realm with its own key; `url` is where the api reaches it."""

    issuer = _ISSUER

    def __init__(self, port: int) -> None:
        self.url = f"http://{LOOPBACK}:{port}{_REALM}"
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        public.pop("key_ops", None)
        self._keys = {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self, username: str, *, admin: bool = False, groups: Sequence[str] = ()) -> str:
        """Return an access token of a person, good for an hour."""
        claims = claims_of(
            username, self.issuer, admin=admin, groups=groups, lives=timedelta(hours=1)
        )
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": "one"})

    def answer(self, method: str, path: str) -> tuple[int, Any]:
        """Return status and body for a request of the api."""
        path = path.partition("?")[0]
        if path == f"{_REALM}/protocol/openid-connect/certs":
            return 200, self._keys
        if method == "POST" and path == f"{_REALM}/protocol/openid-connect/token":
            return 200, {"access_token": self.token("api"), "expires_in": 3600}
        if path.endswith(("/users", "/groups")):
            return 200, []
        return 404, {"error": "nobody is known here"}


@contextmanager
def serving() -> Iterator[Identity]:
    """Serve a realm on loopback during the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(*identity.answer("GET", self.path))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._send(*identity.answer("POST", self.path))

        def _send(self, status: int, document: Any) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing: the output is the command's own."""

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        identity = Identity(server.server_port)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield identity
        finally:
            server.shutdown()
            thread.join()
