"""A running Keycloak for tests, with the demo's people and a client that gives out their tokens."""

from dataclasses import dataclass
from pathlib import Path

import httpx

from isotherm_devstack.demo.people import PEOPLE
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.web import loopback_client
from isotherm_devstack.parts import realm
from isotherm_devstack.parts.keycloak import Keycloak

WEB_URL = "http://localhost:3000"
# constant, so that the filled database can be kept between sessions; it listens on loopback only
CLIENT_SECRET = "isotherm-web-secret-for-tests"  # noqa: S105  only in tests
LOOKUP_SECRET = "isotherm-lookup-secret-for-tests"  # noqa: S105  only in tests
ADMIN_PASSWORD = "keycloak-admin-for-tests"  # noqa: S105  only in tests


def password_of(username: str) -> str:
    """Return the password every test session gives this person."""
    return f"password-of-{username}-for-tests"


def test_realm() -> realm.Realm:
    """Return the product's realm with the demo's people and the test client."""
    settings = {
        "ISOTHERM_PUBLIC_URL": WEB_URL,
        "ISOTHERM_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "ISOTHERM_OIDC_LOOKUP_CLIENT_SECRET": LOOKUP_SECRET,
    }
    passwords = {person.username: password_of(person.username) for person in PEOPLE}
    product = realm.product_realm(settings)
    return realm.with_test_client(realm.with_people(product, PEOPLE, passwords))


def keycloak_in(home: Path, snapshots: Path) -> Keycloak:
    """Return a Keycloak for tests, not yet started, whose filled database is kept there."""
    return Keycloak(
        home,
        free_port(),
        free_port(),
        ADMIN_PASSWORD,
        home / "keycloak.log",
        realm=test_realm(),
        snapshots=snapshots,
    )


@dataclass(frozen=True, slots=True)
class Identity:
    """A running Keycloak: its addresses, and tokens of the demo's people."""

    server: Keycloak
    client_secret: str = CLIENT_SECRET
    lookup_secret: str = LOOKUP_SECRET

    @property
    def url(self) -> str:
        """The base address."""
        return self.server.url

    @property
    def issuer(self) -> str:
        """The realm's address, `iss` in tokens; also good as the internal address."""
        return self.server.issuer

    async def token_for(self, username: str) -> str:
        """Return a fresh access token of this person, the same kind the web client gets."""
        answer = await self.tokens_for(username)
        return answer["access_token"]

    async def tokens_for(self, username: str) -> dict[str, str]:
        """Return the whole answer of the token endpoint: access, refresh and ID token."""
        form = {
            "grant_type": "password",
            "client_id": realm.TEST_CLIENT,
            "username": username,
            "password": password_of(username),
            "scope": "openid",
        }
        return await self._token(form)

    async def admin(self) -> httpx.AsyncClient:
        """Return a client for Keycloak's administration of the realm; close it after use."""
        url = f"{self.url}/realms/master/protocol/openid-connect/token"
        form = {
            "grant_type": "password",
            "client_id": "admin-cli",
            "username": "admin",
            "password": ADMIN_PASSWORD,
        }
        token = (await self._token(form, url))["access_token"]
        return loopback_client(
            base_url=f"{self.url}/admin/realms/{realm.REALM}",
            headers={"Authorization": f"Bearer {token}"},
        )

    async def _token(self, form: dict[str, str], url: str | None = None) -> dict[str, str]:
        url = url or f"{self.issuer}/protocol/openid-connect/token"
        async with loopback_client(timeout=30) as client:
            answer = await client.post(url, data=form)
        answer.raise_for_status()
        tokens: dict[str, str] = answer.json()
        return tokens
