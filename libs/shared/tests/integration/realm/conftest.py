"""Realms in the one Keycloak of the session."""

from collections.abc import Iterator

import pytest

from isotherm_devstack.testing.identity import Identity
from realm_parts import Realm, opened


@pytest.fixture(scope="session")
def realm(keycloak: Identity) -> Iterator[Realm]:
    """A realm that `apply` has created; each test leaves it as described."""
    with opened(keycloak.url, "cold-chain") as realm:
        realm.apply()
        yield realm
        # the database may be kept for the next session
        realm.admin.delete_realm(realm.name)
