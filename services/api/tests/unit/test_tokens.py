"""Which bearer tokens count."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from isotherm_api.problem import Unauthorized, Unavailable
from isotherm_api.tokens import Keys, Verifier

ISSUER, AUDIENCE = "http://id.example/realms/isotherm", "isotherm-api"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)

NESTED = jwt.utils.base64url_encode(b"[" * 30_000).decode()


def jwk(key: rsa.RSAPrivateKey, kid: str, **more: str) -> dict[str, Any]:
    """The public half of a key as a realm lists it."""
    listed: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    listed.pop("key_ops", None)
    return listed | {"kid": kid, "use": "sig", "alg": "RS256"} | more


class Realm:
    """A stand-in for the realm's key endpoint, that can be away and rotate."""

    def __init__(self) -> None:
        self.keys, self.asked, self.away = [jwk(KEY, "one")], 0, False
        self.seconds = 1000.0
        self.client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        keys = Keys(self.client, ISSUER, cooldown_s=10, monotonic=lambda: self.seconds)
        self.later = timedelta()
        self.verifier = Verifier(
            keys, ISSUER, AUDIENCE, size=2, now=lambda: datetime.now(UTC) + self.later
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        assert str(request.url) == f"{ISSUER}/protocol/openid-connect/certs"
        self.asked += 1
        if self.away:
            raise httpx.ConnectError("away")
        return httpx.Response(200, json={"keys": self.keys})


@pytest.fixture
def realm() -> Realm:
    """A realm with one key, `one`."""
    return Realm()


def claims(**changed: Any) -> dict[str, Any]:
    """The claims of a good access token; a claim set to None is left out."""
    now = datetime.now(UTC)
    good = {
        "iss": ISSUER,
        "sub": "subject-1",
        "aud": AUDIENCE,
        "typ": "Bearer",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        "preferred_username": "vera",
        "name": "Vera Novak",
        "email": "vera@example.invalid",
        "email_verified": True,
        "sid": "session-1",
        "roles": ["admin"],
        "groups": ["/pharmacies"],
    }
    return {name: value for name, value in (good | changed).items() if value is not None}


def token(key: Any = KEY, kid: str = "one", algorithm: str = "RS256", **changed: Any) -> str:
    """A token, signed."""
    return jwt.encode(claims(**changed), key, algorithm=algorithm, headers={"kid": kid})


async def test_a_good_token_names_its_caller(realm: Realm) -> None:
    caller = await realm.verifier.verify(token())
    assert (caller.subject, caller.username, caller.name) == ("subject-1", "vera", "Vera Novak")
    assert caller.admin
    assert caller.groups == ("/pharmacies",)
    assert caller.expires_at > datetime.now(UTC)


async def test_a_cached_token_expires(realm: Realm) -> None:
    cached = token()
    caller = await realm.verifier.verify(cached)
    assert await realm.verifier.verify(cached) is caller
    realm.later = timedelta(minutes=6)
    with pytest.raises(Unauthorized, match="expired"):
        await realm.verifier.verify(cached)


async def test_a_cached_token_ends_with_its_key(realm: Realm) -> None:
    cached = token()
    await realm.verifier.verify(cached)
    realm.keys, realm.seconds = [jwk(OTHER, "two")], 2000.0
    await realm.verifier.verify(token(key=OTHER, kid="two"))
    realm.seconds = 3000.0
    with pytest.raises(Unauthorized):
        await realm.verifier.verify(cached)


async def test_the_cache_of_tokens_is_bounded(realm: Realm) -> None:
    first = token(sub="subject-0")
    caller = await realm.verifier.verify(first)
    for number in range(1, 3):
        await realm.verifier.verify(token(sub=f"subject-{number}"))
    again = await realm.verifier.verify(first)
    assert again == caller
    assert again is not caller


async def test_an_audience_among_several_counts(realm: Realm) -> None:
    assert await realm.verifier.verify(token(aud=["account", AUDIENCE]))


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "account"},
        {"aud": None},
        {"iss": "http://evil.example/realms/isotherm"},
        {"iss": None},
        {"sub": None},
        {"iat": None},
        {"exp": None},
        {"exp": timedelta(seconds=-30)},
        {"nbf": timedelta(minutes=5)},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"typ": None},
        {"sub": 7},
    ],
    ids=str,
)
async def test_a_claim_that_is_not_right_is_401(realm: Realm, changed: dict[str, Any]) -> None:
    if changed == {"sub": 7}:
        raw = jwt.api_jws.encode(
            json.dumps(
                claims(iat=1, exp=int(datetime.now(UTC).timestamp()) + 60) | {"sub": 7}
            ).encode(),
            KEY,
            "RS256",
            {"kid": "one"},
        )
    else:
        # A parameter is made when the tests are collected, which may be minutes ago.
        now = datetime.now(UTC)
        raw = token(**{k: now + v if isinstance(v, timedelta) else v for k, v in changed.items()})
    with pytest.raises(Unauthorized):
        await realm.verifier.verify(raw)


async def test_unsigned_is_401(realm: Realm) -> None:
    with pytest.raises(Unauthorized):
        await realm.verifier.verify(token(key=None, algorithm="none"))


async def test_the_public_key_as_a_shared_secret_is_401(realm: Realm) -> None:
    public = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    header = jwt.utils.base64url_encode(
        json.dumps({"alg": "HS256", "typ": "JWT", "kid": "one"}).encode()
    )
    body = jwt.utils.base64url_encode(b'{"sub":"subject-1"}')
    signed = header + b"." + body
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    mac = jwt.utils.base64url_encode(signature.sign(signed, public))
    with pytest.raises(Unauthorized):
        await realm.verifier.verify((signed + b"." + mac).decode())


@pytest.mark.parametrize("algorithm", ["PS256", "RS384", "RS512"])
async def test_another_algorithm_is_401(realm: Realm, algorithm: str) -> None:
    with pytest.raises(Unauthorized):
        await realm.verifier.verify(token(algorithm=algorithm))


async def test_a_key_of_somebody_else_is_401(realm: Realm) -> None:
    with pytest.raises(Unauthorized):
        await realm.verifier.verify(token(key=OTHER))


@pytest.mark.parametrize(
    "changed",
    [{"exp": 10**18}, {"exp": 1e300}, {"sub": "a\x00"}, {"sub": "\ud800"}, {"sub": ""}],
    ids=ascii,
)
async def test_a_claim_nothing_can_hold_is_401(realm: Realm, changed: dict[str, Any]) -> None:
    with pytest.raises(Unauthorized):
        await realm.verifier.verify(token(**changed))


@pytest.mark.parametrize(
    "junk",
    ["", "a", "a.b.c", "..", "é.é.é", "x" * 10_000, NESTED + ".e30.eHg"],
    ids=lambda j: j[:9],
)
async def test_junk_is_401(realm: Realm, junk: str) -> None:
    with pytest.raises(Unauthorized):
        await realm.verifier.verify(junk)


async def test_keys_are_fetched_once(realm: Realm) -> None:
    for _ in range(5):
        await realm.verifier.verify(token())
    assert realm.asked == 1


async def test_unknown_kids_ask_the_realm_at_most_once_in_the_cooldown(realm: Realm) -> None:
    await realm.verifier.verify(token())
    realm.seconds += 11
    for number in range(20):
        with pytest.raises(Unauthorized):
            await realm.verifier.verify(token(key=OTHER, kid=f"unknown-{number}"))
    assert realm.asked == 2


async def test_a_new_key_of_the_realm_counts_and_the_old_one_still_does(realm: Realm) -> None:
    await realm.verifier.verify(token())
    realm.keys.append(jwk(OTHER, "two"))
    realm.seconds += 11
    assert await realm.verifier.verify(token(key=OTHER, kid="two"))
    assert await realm.verifier.verify(token())


async def test_cached_keys_count_while_keycloak_is_unavailable(realm: Realm) -> None:
    await realm.verifier.verify(token())
    realm.away = True
    realm.seconds += 100_000
    assert await realm.verifier.verify(token())
    with pytest.raises(Unauthorized):
        await realm.verifier.verify(token(key=OTHER, kid="two"))
    assert await realm.verifier.verify(token())


async def test_without_any_key_it_is_503_until_keycloak_is_back(realm: Realm) -> None:
    realm.away = True
    with pytest.raises(Unavailable):
        await realm.verifier.verify(token())
    realm.away = False
    realm.seconds += 2
    assert await realm.verifier.verify(token())


async def test_keys_for_encryption_are_not_for_signatures(realm: Realm) -> None:
    realm.keys = [jwk(KEY, "one", use="enc", alg="RSA-OAEP")]
    with pytest.raises((Unauthorized, Unavailable)):
        await realm.verifier.verify(token())
