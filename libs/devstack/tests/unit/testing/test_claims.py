"""The claims of a person are their own, and expire when a test wants."""

from datetime import timedelta

import jwt
import pytest

from isotherm_devstack.testing.claims import claims_of

KEY = "a key for tests, which is long enough"
ISSUER = "http://localhost:8080/realms/isotherm"


def test_people_differ_in_all_that_tells_them_apart() -> None:
    vera, omar = (claims_of(name, ISSUER) for name in ("vera", "omar"))
    assert vera["sub"] == "subject-of-vera"
    for claim in ("sub", "sid", "preferred_username", "name", "email"):
        assert vera[claim] != omar[claim]


def test_nobody_has_a_right_that_is_not_asked_for() -> None:
    usual = claims_of("vera", ISSUER)
    assert not {"roles", "groups"} & usual.keys()
    given = claims_of("vera", ISSUER, admin=True, groups=("/night-shift",))
    assert (given["roles"], given["groups"]) == (["admin"], ["/night-shift"])


def test_a_token_may_have_expired_already() -> None:
    def decode(lives: timedelta) -> dict[str, object]:
        token = jwt.encode(claims_of("vera", ISSUER, lives=lives), KEY, algorithm="HS256")
        return jwt.decode(token, KEY, algorithms=["HS256"], audience="isotherm-api", issuer=ISSUER)

    assert decode(timedelta(minutes=1))["sub"] == "subject-of-vera"
    with pytest.raises(jwt.ExpiredSignatureError):
        decode(timedelta(minutes=-1))
