"""The claims of an access token as the realm's clients get it, for tests that sign their own."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any


def claims_of(
    username: str,
    issuer: str,
    *,
    admin: bool = False,
    groups: Sequence[str] = (),
    lives: timedelta = timedelta(minutes=5),
) -> dict[str, Any]:
    """Return the claims of a person, whose subject is `subject-of-<username>`.

    As in Keycloak's tokens, a claim without a value is missing.
    """
    now = datetime.now(UTC)
    claims = {
        "iss": issuer,
        "sub": f"subject-of-{username}",
        "aud": "isotherm-api",
        "typ": "Bearer",
        "iat": now,
        "exp": now + lives,
        "preferred_username": username,
        "name": username.title(),
        "email": f"{username}@example.invalid",
        "email_verified": True,
        "sid": f"session-of-{username}",
        "roles": ["admin"] if admin else [],
        "groups": list(groups),
    }
    return {name: value for name, value in claims.items() if value != []}
