"""The user that a verified token names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

ADMIN = "admin"
"""The realm role that makes a user manager at every site."""


@dataclass(frozen=True, slots=True)
class Session:
    """The session at Keycloak that a token belongs to (`sid`), and the token's own times."""

    id: str
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """The user that a token names; `groups` are Keycloak paths such as `/pharmacies/vienna`."""

    issuer: str
    subject: str
    username: str
    name: str | None
    """As the user may have written it themselves: to be shown, never to find somebody by."""
    email: str | None
    """Only an address that Keycloak has verified; users may write any other into their profile."""
    groups: tuple[str, ...]
    admin: bool
    expires_at: datetime
    session: Session | None = None
    """None for a token of no session, such as a service account's."""
    client: str | None = None
    """The realm's client that the token was issued to (`azp`)."""


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """Return the caller of a token's claims.

    Raise ValueError, OverflowError or OSError for an impossible subject or time.
    """
    subject = _text(claims["sub"])
    if subject is None:
        raise ValueError("the subject must be text")
    issued_at, expires_at = _time(claims["iat"]), _time(claims["exp"])
    session = _text(claims.get("sid"))
    return Caller(
        issuer=str(claims["iss"]),
        subject=subject,
        username=_text(claims.get("preferred_username")) or subject,
        name=_text(claims.get("name")),
        email=_text(claims.get("email")) if claims.get("email_verified") is True else None,
        groups=_texts(claims.get("groups")),
        admin=ADMIN in _texts(claims.get("roles")),
        expires_at=expires_at,
        session=Session(session, issued_at, expires_at) if session else None,
        client=_text(claims.get("azp")),
    )


def _time(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _text(value: Any) -> str | None:
    """Return a text that PostgreSQL can store (no NUL, no lone surrogate), otherwise None."""
    if not isinstance(value, str) or not value or "\x00" in value:
        return None
    return value if value.isascii() or not any("\ud800" <= c <= "\udfff" for c in value) else None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if _text(item)) if isinstance(value, list) else ()
