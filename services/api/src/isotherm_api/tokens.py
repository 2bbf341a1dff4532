"""Bearer tokens: whether one counts, and who it names.

The realm's keys are fetched over the internal address and kept, so that a Keycloak that is away
stops nobody who already has a token.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
from jwt.types import Options

from isotherm_api.problem import Unauthorized, Unavailable

log = logging.getLogger(__name__)

ADMIN = "admin"
"""The realm role that is manager everywhere."""
LEEWAY_S = 5
"""How far our clock and Keycloak's may differ."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a verified token names; `groups` are Keycloak paths, as `/pharmacies/vienna`."""

    issuer: str
    subject: str
    username: str
    name: str | None
    email: str | None
    groups: tuple[str, ...]
    admin: bool
    expires_at: datetime


class Keys:
    """The realm's signing keys by kid; refreshed where a token names an unknown one."""

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
        """The key of that name; Unauthorized where the realm has none.

        Unavailable where no key is known at all and Keycloak cannot be asked.
        """
        if kid not in self._keys:
            async with self._lock:
                if kid not in self._keys and self._monotonic() >= self._next_fetch:
                    await self._fetch()
        if kid in self._keys:
            return self._keys[kid]
        if not self._keys:
            raise Unavailable("Keycloak cannot be reached, and no key of it is known yet.")
        raise Unauthorized("The token is signed with a key the realm does not have.")

    async def _fetch(self) -> None:
        wait = self._cooldown_s
        try:
            answer = await self._client.get(self._url)
            answer.raise_for_status()
            found = _signing_keys(answer.json())
            if found:
                self._keys = found
        except (httpx.HTTPError, ValueError, jwt.PyJWTError) as error:
            log.warning("keys of the realm not fetched", extra={"error": repr(error)})
            wait = min(1.0, wait) if not self._keys else wait
        self._next_fetch = self._monotonic() + wait


def _signing_keys(document: Any) -> dict[str, jwt.PyJWK]:
    listed = document.get("keys", []) if isinstance(document, dict) else []
    return {
        str(each["kid"]): jwt.PyJWK(each, algorithm="RS256")
        for each in listed
        if isinstance(each, dict)
        and each.get("kty") == "RSA"
        and each.get("use") == "sig"
        and each.get("alg", "RS256") == "RS256"
        and "kid" in each
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """A token that was verified, and with which key."""

    kid: str
    key: jwt.PyJWK
    caller: Caller


class Verifier:
    """Tells whether a token counts here.

    A browser sends the same token until it expires. One that was verified is known by its text and
    not verified again, as long as the realm has the key that signed it.
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
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def verify(self, token: str) -> Caller:
        """The caller a token names; Unauthorized for any token that does not count."""
        known = self._known.get(token)
        if known is not None and await self._keys.get(known.kid) is known.key:
            if self._now() > known.caller.expires_at + timedelta(seconds=LEEWAY_S):
                self._known.pop(token, None)
                raise Unauthorized("The token has expired.")
            return known.caller
        found = await self._verified(token)
        self._known[token] = found
        while len(self._known) > self._size:
            self._known.popitem(last=False)
        return found.caller

    async def _verified(self, token: str) -> _Known:
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, RecursionError):
            raise Unauthorized("The token cannot be read.") from None
        kid = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str):
            raise Unauthorized("The token is not signed as the realm signs.")
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
            raise Unauthorized("The token does not count here.") from None
        if claims.get("typ") != "Bearer":
            raise Unauthorized("This is not an access token.")
        try:
            return _Known(kid, key, _caller(claims))
        except (ValueError, OverflowError, OSError):  # no such instant, or no such name
            raise Unauthorized("The token does not count here.") from None


def _caller(claims: Mapping[str, Any]) -> Caller:
    subject = _text(claims["sub"])
    if subject is None:
        raise ValueError("a subject is a text")
    return Caller(
        issuer=str(claims["iss"]),
        subject=subject,
        username=_text(claims.get("preferred_username")) or subject,
        name=_text(claims.get("name")),
        email=_text(claims.get("email")),
        groups=_texts(claims.get("groups")),
        admin=ADMIN in _texts(claims.get("roles")),
        expires_at=datetime.fromtimestamp(int(claims["exp"]), UTC),
    )


def _text(value: Any) -> str | None:
    """A text that PostgreSQL can keep: it takes neither NUL nor half a surrogate pair."""
    if not isinstance(value, str) or not value or "\x00" in value:
        return None
    return value if value.isascii() or not any("\ud800" <= c <= "\udfff" for c in value) else None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(each for each in value if _text(each)) if isinstance(value, list) else ()
