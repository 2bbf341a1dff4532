"""A realm under test and its administration."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from keycloak import KeycloakAdmin, KeycloakOpenIDConnection

from isotherm.realm.description import Description, describe
from isotherm.realm.reconcile import apply
from isotherm.realm.server import administration
from isotherm.realm.settings import RealmSettings
from isotherm_devstack.testing.identity import ADMIN_PASSWORD


@dataclass(frozen=True, slots=True)
class Realm:
    """A realm and its administration."""

    settings: RealmSettings
    admin: KeycloakAdmin

    @property
    def name(self) -> str:
        """Its name."""
        return self.settings.realm

    @property
    def environment(self) -> dict[str, str]:
        """The variables of `isotherm-realm` for this realm."""
        return environment(self.settings.keycloak_url, self.name)

    def described(self, **values: str) -> Description:
        """Return the realm's description, with some values changed."""
        return describe(self.settings.values() | values)

    def apply(self, description: Description | None = None, *, dry_run: bool = False) -> list[str]:
        """Apply the description; return what is told."""
        lines: list[str] = []
        apply(self.admin, description or self.described(), lines.append, dry_run=dry_run)
        return lines

    def client(self, name: str) -> dict[str, Any]:
        """Return the client with this client id."""
        client_id = self.admin.get_client_id(name)
        assert client_id is not None
        return self.admin.get_client(client_id)


def assert_mended(realm: Realm, lines: list[str]) -> None:
    """Assert that a dry run and then `apply` tell these lines, and that nothing remains to do."""
    assert realm.apply(dry_run=True) == [f"would change {line}" for line in lines]
    assert realm.apply() == lines
    assert realm.apply() == []


def environment(url: str, realm: str) -> dict[str, str]:
    """Return the variables of `isotherm-realm`, with the bootstrap administrator."""
    return {
        "ISOTHERM_KEYCLOAK_URL": url,
        "ISOTHERM_KEYCLOAK_ADMIN_USERNAME": "admin",
        "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD": ADMIN_PASSWORD,
        "ISOTHERM_REALM": realm,
        "ISOTHERM_REALM_WAIT_S": "30",
        "ISOTHERM_PUBLIC_URL": "http://isotherm.example.org",
        "ISOTHERM_OIDC_CLIENT_SECRET": f"web-secret-of-{realm}",
        "ISOTHERM_OIDC_LOOKUP_CLIENT_SECRET": f"lookup-secret-of-{realm}",
    }


@contextmanager
def opened(url: str, name: str) -> Iterator[Realm]:
    """Give the realm of this name, which need not exist, with its administration."""
    with patch.dict("os.environ", environment(url, name)):
        settings = RealmSettings()
    with administration(settings) as admin:
        yield Realm(settings, admin)


def master(url: str) -> KeycloakAdmin:
    """Return the administration of the realm that administers all others."""
    connection = KeycloakOpenIDConnection(
        server_url=f"{url}/",
        realm_name="master",
        username="admin",
        password=ADMIN_PASSWORD,
        client_id="admin-cli",
    )
    return KeycloakAdmin(connection=connection)
