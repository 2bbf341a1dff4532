"""Forged, altered and misused tokens are refused by api."""

import base64
import hashlib
import hmac
import json
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from e2e_stack import Stack
from sign_in import administrator_token, bearer, plain_client, tokens_of

OWN_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def encoded(value: Any) -> str:
    """Return JSON as a part of a token."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def own_jwk() -> dict[str, Any]:
    """Return the attacker's public key as JWK."""
    listed: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OWN_KEY.public_key()))
    return listed


async def realm_key(stack: Stack) -> tuple[str, str]:
    """Return id and PEM of the realm's public signing key."""
    async with plain_client() as client:
        keys = (await client.get(f"{stack.realm}/protocol/openid-connect/certs")).json()["keys"]
    key = next(key for key in keys if key["use"] == "sig")
    pem = jwt.PyJWK(key).key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return key["kid"], pem.decode()


def forgeries(genuine: str, kid: str, pem: str) -> dict[str, str]:
    """Return tokens that grant everything if somebody believes them, by how they were made."""
    head, body, signature = genuine.split(".")
    claims = jwt.decode(genuine, options={"verify_signature": False}) | {"roles": ["admin"]}
    altered = encoded(claims)

    def signed_by_pem(algorithm: str) -> str:
        signing = f"{encoded({'alg': algorithm, 'typ': 'JWT', 'kid': kid})}.{altered}"
        mac = hmac.new(pem.encode(), signing.encode(), hashlib.sha256).digest()
        return f"{signing}.{encoded(mac)}"

    def by_own_key(**header: Any) -> str:
        return jwt.encode(claims, OWN_KEY, algorithm="RS256", headers={"kid": kid} | header)

    unsigned = {
        f"alg {word}": f"{encoded({'alg': word, 'typ': 'JWT', 'kid': kid})}.{altered}."
        for word in ("none", "None", "NONE", "", "RS256")
    }
    return unsigned | {
        "HS256 with the public key": signed_by_pem("HS256"),
        "RS256 in name, HMAC in truth": signed_by_pem("RS256"),
        "another key under the realm's kid": by_own_key(),
        "another key, embedded": by_own_key(jwk=own_jwk()),
        "another key, at an address": by_own_key(jku="http://127.0.0.1:1/keys"),
        "another key, as a certificate": by_own_key(x5u="http://127.0.0.1:1/cert"),
        "a kid that is a path": by_own_key(kid="../../../../dev/null"),
        "a kid of no key": by_own_key(kid="nobody"),
        "claims altered, signature kept": f"{head}.{altered}.{signature}",
        "header altered, signature kept": f"{encoded({'alg': 'RS256', 'kid': kid, 'x': 1})}"
        f".{body}.{signature}",
        "signature cut": f"{head}.{body}.{signature[:-4]}",
        "signature left out": f"{head}.{body}.",
        "two parts": f"{head}.{body}",
        "a critical extension nobody knows": by_own_key(crit=["b64"], b64=False),
        "nested too deep": f"{encoded(b'[' * 4_000)}.{body}.{signature}",
        "no JSON": f"{encoded(b'{')}.{body}.{signature}",
        "no base64": "a.b.c",
        "dots": "...",
    }


async def test_forged_tokens_are_refused(stack: Stack, vera: str) -> None:
    kid, pem = await realm_key(stack)
    async with plain_client(base_url=stack.api) as client:
        assert (await client.get("/api/v1/me", headers=bearer(vera))).status_code == 200
        for name, token in forgeries(vera, kid, pem).items():
            answer = await client.get("/api/v1/me", headers=bearer(token))
            assert answer.status_code == 401, name
            assert answer.headers["content-type"] == "application/problem+json", name


async def test_tokens_for_something_else_are_refused(stack: Stack) -> None:
    tokens = await tokens_of(stack, "vera")
    async with plain_client(base_url=stack.api) as client:
        form = {
            "grant_type": "client_credentials",
            "client_id": "isotherm-lookup",
            "client_secret": stack.secret("single", "lookup_client_secret"),
        }
        lookup = await client.post(f"{stack.realm}/protocol/openid-connect/token", data=form)
        for name, token in {
            "refresh token": tokens["refresh_token"],
            "ID token": tokens["id_token"],
            "another audience": lookup.json()["access_token"],
            "another realm": await administrator_token(stack),
        }.items():
            answer = await client.get("/api/v1/me", headers=bearer(token))
            assert answer.status_code == 401, name


@pytest.mark.parametrize("place", ["query", "cookie", "form", "basic", "scheme", "bare"])
async def test_a_token_counts_in_its_header_only(stack: Stack, vera: str, place: str) -> None:
    requests: dict[str, dict[str, Any]] = {
        "query": {"params": {"access_token": vera, "token": vera}},
        "cookie": {"headers": {"Cookie": f"access_token={vera}; Authorization=Bearer {vera}"}},
        "form": {"headers": {"X-Authorization": f"Bearer {vera}", "X-Forwarded-User": "ada"}},
        "basic": {"auth": ("vera", vera)},
        "scheme": {"headers": {"Authorization": f"Token {vera}"}},
        "bare": {"headers": {"Authorization": vera}},
    }
    async with plain_client(base_url=stack.api) as client:
        answer: httpx.Response = await client.get("/api/v1/me", **requests[place])
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
