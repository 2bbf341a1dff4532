"""The claims that tests sign themselves are of the kinds that Keycloak signs."""

from typing import Any

import jwt
import pytest

from isotherm_devstack.demo.people import ADA, NILS, Person
from isotherm_devstack.testing.claims import claims_of
from isotherm_devstack.testing.identity import Identity

KEY = "a key for tests, which is long enough"
SAME = ("iss", "aud", "typ", "preferred_username", "email", "email_verified", "roles", "groups")


def _sent(claims: dict[str, Any]) -> dict[str, Any]:
    """Return claims as they arrive."""
    token = jwt.encode(claims, KEY, algorithm="HS256")
    return jwt.decode(token, KEY, algorithms=["HS256"], audience="isotherm-api")


@pytest.mark.parametrize("person", [ADA, NILS], ids=lambda person: person.username)
async def test_every_claim_with_a_value_is_also_one_of_keycloaks(
    keycloak: Identity, person: Person
) -> None:
    token = await keycloak.token_for(person.username)
    real = jwt.decode(token, options={"verify_signature": False})
    name, groups = person.username, person.groups
    own = _sent(claims_of(name, keycloak.issuer, admin=person is ADA, groups=groups))
    assert own.keys() <= real.keys()
    assert [own.get(claim) for claim in SAME] == [real.get(claim) for claim in SAME]
    for claim, value in own.items():
        assert type(value) is type(real[claim]), claim
    assert own["exp"] - own["iat"] == real["exp"] - real["iat"]
