"""The user that the claims of a token name."""

from datetime import UTC, datetime
from typing import Any

import pytest

from isotherm_api.caller import Caller, Session, caller_of

ISSUED_AT, EXPIRES_AT = 1_795_000_000, 1_795_000_300


def claims(**changed: Any) -> dict[str, Any]:
    """Return the claims of a good access token; a claim set to None is left out."""
    good = {
        "iss": "http://id.example/realms/isotherm",
        "sub": "subject-1",
        "iat": ISSUED_AT,
        "exp": EXPIRES_AT,
        "preferred_username": "vera",
        "name": "Vera Novak",
        "email": "vera@example.invalid",
        "email_verified": True,
        "sid": "session-1",
        "azp": "isotherm-web",
        "roles": ["admin"],
        "groups": ["/pharmacies"],
    }
    return {name: value for name, value in (good | changed).items() if value is not None}


def test_a_caller_has_what_the_claims_say() -> None:
    issued_at = datetime.fromtimestamp(ISSUED_AT, UTC)
    expires_at = datetime.fromtimestamp(EXPIRES_AT, UTC)
    assert caller_of(claims()) == Caller(
        issuer="http://id.example/realms/isotherm",
        subject="subject-1",
        username="vera",
        name="Vera Novak",
        email="vera@example.invalid",
        groups=("/pharmacies",),
        admin=True,
        expires_at=expires_at,
        session=Session("session-1", issued_at, expires_at),
        client="isotherm-web",
    )


@pytest.mark.parametrize("verified", [None, False, "true", 1])
def test_an_address_that_is_not_verified_is_not_the_callers(verified: Any) -> None:
    assert caller_of(claims()).email == "vera@example.invalid"
    assert caller_of(claims(email_verified=verified)).email is None


def test_a_token_names_its_session() -> None:
    caller = caller_of(claims())
    assert caller.session is not None
    assert caller.session.id == "session-1"
    assert caller.session.issued_at < caller.session.expires_at == caller.expires_at
    assert caller_of(claims(sid=None)).session is None


@pytest.mark.parametrize("sid", ["", 7, "a\x00b", ["session-1"]])
def test_a_session_that_no_text_names_is_none(sid: Any) -> None:
    assert caller_of(claims(sid=sid)).session is None


def test_names_the_database_cannot_keep_are_left_out() -> None:
    odd = {
        "name": "a\x00",
        "email": "\udfff",
        "preferred_username": "\x00",
        "groups": ["/\x00", "/g"],
    }
    caller = caller_of(claims(**odd))
    assert (caller.username, caller.name, caller.email) == ("subject-1", None, None)
    assert caller.groups == ("/g",)


def test_names_outside_ascii_are_kept() -> None:
    caller = caller_of(claims(name="Věra Nováková 😀", groups=["/wien/apotheke-süd"]))
    assert (caller.name, caller.groups) == ("Věra Nováková 😀", ("/wien/apotheke-süd",))


@pytest.mark.parametrize("roles", [None, [], "admin", {"admin": True}, ["Admin"], [["admin"]]])
def test_only_the_realm_role_makes_an_admin(roles: Any) -> None:
    assert not caller_of(claims(roles=roles)).admin


@pytest.mark.parametrize("groups", [None, "/g", {"/g": 1}, [7, None, ["/g"]]])
def test_groups_that_are_no_list_of_texts_are_none(groups: Any) -> None:
    assert caller_of(claims(groups=groups)).groups == ()


@pytest.mark.parametrize(
    "changed",
    [{"sub": ""}, {"sub": 7}, {"sub": "a\x00"}, {"sub": "\ud800"}, {"exp": 10**18}, {"iat": "now"}],
    ids=ascii,
)
def test_an_impossible_subject_or_time_is_an_error(changed: dict[str, Any]) -> None:
    with pytest.raises((ValueError, OverflowError, OSError)):
        caller_of(claims(**changed))
