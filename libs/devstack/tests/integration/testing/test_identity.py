"""The session's Keycloak gives out tokens of the demo's people, and of nobody else."""

import httpx
import jwt
import pytest

from isotherm_devstack.demo.people import PEOPLE, VERA
from isotherm_devstack.parts.realm import REALM, TEST_CLIENT
from isotherm_devstack.testing.identity import Identity


async def test_each_person_gets_a_token_of_their_own(keycloak: Identity) -> None:
    for person in PEOPLE:
        token = await keycloak.token_for(person.username)
        claims = jwt.decode(token, options={"verify_signature": False})
        assert (claims["sub"], claims["typ"]) == (person.subject, "Bearer")
        assert (claims["iss"], claims["azp"]) == (keycloak.issuer, TEST_CLIENT)


async def test_the_whole_answer_has_the_tokens_of_a_sign_in(keycloak: Identity) -> None:
    answer = await keycloak.tokens_for("vera")
    kinds = {
        name: jwt.decode(answer[name], options={"verify_signature": False})["typ"]
        for name in ("access_token", "refresh_token", "id_token")
    }
    assert kinds == {"access_token": "Bearer", "refresh_token": "Refresh", "id_token": "ID"}


async def test_somebody_who_is_not_of_the_demo_gets_an_error(keycloak: Identity) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="openid-connect/token"):
        await keycloak.token_for("mallory")


async def test_the_administration_is_that_of_the_realm(keycloak: Identity) -> None:
    async with await keycloak.admin() as admin:
        assert (await admin.get("")).json()["realm"] == REALM
        user = (await admin.get(f"/users/{VERA.subject}")).json()
    assert user["username"] == "vera"
