"""A realm without Keycloak: it signs access tokens with its own key and publishes that key."""

import json
from collections.abc import Sequence
from datetime import timedelta

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from isotherm_devstack.testing.claims import claims_of

ISSUER = "http://id.example/realms/isotherm"


class Realm:
    """Sign tokens as Keycloak would; `client` reads the list of keys."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        listed = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        listed.pop("key_ops", None)
        document = {"keys": [listed | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        self.client = httpx.AsyncClient(
            transport=httpx.MockTransport(lambda _: httpx.Response(200, json=document))
        )

    def token(
        self,
        username: str,
        *,
        admin: bool = False,
        groups: Sequence[str] = (),
        lives: timedelta = timedelta(minutes=5),
        **more: object,
    ) -> str:
        """Return an access token whose subject is `subject-of-<username>`.

        `more` are further claims, or others than these.
        """
        claims = claims_of(username, ISSUER, admin=admin, groups=groups, lives=lives) | more
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": "one"})
