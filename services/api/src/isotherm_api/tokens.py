"""Verification of bearer tokens.

The realm's keys are fetched over the internal address and cached, so that everyone who already has
a token can go on while Keycloak is unavailable.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
from jwt.types import Options

from isotherm_api.caller import Caller, caller_of
from isotherm_api.problem import Unauthorized, Unavailable

log = logging.getLogger(__name__)

LEEWAY_S = 5
"""Allowed difference between Keycloak's clock and ours."""


class Keys:
    """The realm's signing keys by kid; fetched again if a token names an unknown one."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        realm_url: str,
        *,
        cooldown_s: float = 10.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client, self._url = client, f"{realm_url}/protocol/openid-connect/certs"
        self._cooldown_s, self._monotonic = cooldown_s, monotonic
        self._keys: dict[str, jwt.PyJWK] = {}
        self._next_fetch = float("-inf")
        self._lock = asyncio.Lock()

    async def get(self, kid: str) -> jwt.PyJWK:
        """Return the key with this id.

        Raise Unauthorized if the realm has no such key. Raise Unavailable if Keycloak cannot be
        reached and its keys were never fetched.
        """
        if kid not in self._keys:
            async with self._lock:
                if kid not in self._keys and self._monotonic() >= self._next_fetch:
                    await self._fetch()
        if kid in self._keys:
            return self._keys[kid]
        if not self._keys:
            raise Unavailable("Keycloak cannot be reached to fetch its signing keys.")
        raise Unauthorized("The token is signed with a key that the realm does not have.")

    async def _fetch(self) -> None:
        wait_s = self._cooldown_s
        try:
            response = await self._client.get(self._url)
            response.raise_for_status()
            keys = _signing_keys(response.json())
            if keys:
                self._keys = keys
        except (httpx.HTTPError, ValueError, jwt.PyJWTError) as error:
            if not self._keys:
                wait_s = min(1.0, wait_s)
            log.warning(
                "cannot fetch the realm's signing keys, retrying",
                extra={"error": repr(error), "earliest_in_s": wait_s},
            )
        self._next_fetch = self._monotonic() + wait_s


def _signing_keys(document: Any) -> dict[str, jwt.PyJWK]:
    listed = document.get("keys", []) if isinstance(document, dict) else []
    return {
        str(key["kid"]): jwt.PyJWK(key, algorithm="RS256")
        for key in listed
        if isinstance(key, dict)
        and key.get("kty") == "RSA"
        and key.get("use") == "sig"
        and key.get("alg", "RS256") == "RS256"
        and "kid" in key
    }


@dataclass(frozen=True, slots=True)
class _Verified:
    """The key that signed a verified token, and the token's caller."""

    kid: str
    key: jwt.PyJWK
    caller: Caller


class Verifier:
    """Verifies tokens.

    A browser sends the same token until it expires. Verified tokens are cached by their text, and
    not verified again as long as the realm has the key that signed them.
    """

    def __init__(
        self,
        keys: Keys,
        issuer: str,
        audience: str,
        *,
        size: int = 4_096,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._keys, self._issuer, self._audience = keys, issuer, audience
        self._size, self._now = size, now
        self._cached: OrderedDict[str, _Verified] = OrderedDict()

    async def verify(self, token: str) -> Caller:
        """Return the caller that a token names; raise Unauthorized if the token is not valid."""
        cached = self._cached.get(token)
        if cached is not None and await self._keys.get(cached.kid) is cached.key:
            if self._now() > cached.caller.expires_at + timedelta(seconds=LEEWAY_S):
                self._cached.pop(token, None)
                raise Unauthorized("The token has expired.")
            return cached.caller
        verified = await self._verify(token)
        self._cached[token] = verified
        while len(self._cached) > self._size:
            self._cached.popitem(last=False)
        return verified.caller

    async def _verify(self, token: str) -> _Verified:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, RecursionError):
            raise Unauthorized("The token cannot be read.") from None
        kid = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str):
            raise Unauthorized("The token is not signed with RS256.")
        key = await self._keys.get(kid)
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self._audience,
                issuer=self._issuer,
                leeway=LEEWAY_S,
                options=Options(require=["exp", "iat", "aud", "iss", "sub"]),
            )
        except jwt.ExpiredSignatureError:
            raise Unauthorized("The token has expired.") from None
        except (jwt.PyJWTError, OverflowError):
            raise Unauthorized("The token is not valid here.") from None
        if claims.get("typ") != "Bearer":
            raise Unauthorized("This is not an access token.")
        try:
            return _Verified(kid, key, caller_of(claims))
        except (ValueError, OverflowError, OSError):  # impossible `exp` or `sub`
            raise Unauthorized("The token is not valid here.") from None
