"""The person of the check: an administrator of the realm, who exists only meanwhile."""

from collections.abc import AsyncIterator

import httpx
import jwt
import pytest

from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.person import USERNAME, temporary
from isotherm_devstack.acceptance.settings import Account, Target, read
from isotherm_devstack.host.web import loopback_client
from isotherm_devstack.parts.realm import TEST_CLIENT
from isotherm_devstack.testing.identity import ADMIN_PASSWORD, Identity

ADMINISTRATOR = Account("admin", ADMIN_PASSWORD)


@pytest.fixture
def target(keycloak: Identity) -> Target:
    """An installation of which only Keycloak is there."""
    names = (
        *("ISOTHERM_PUBLIC_URL", "ISOTHERM_KEYCLOAK_PUBLIC_URL", "ISOTHERM_TEST_FRONTEND"),
        *("ISOTHERM_TEST_API", "ISOTHERM_OIDC_CLIENT_SECRET"),
    )
    own = {"ISOTHERM_KEYCLOAK_URL": keycloak.url, "ISOTHERM_TEST_BROKER": "127.0.0.1:1"}
    return read(dict.fromkeys(names, "") | own)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """The client of the check."""
    async with loopback_client(timeout=30) as http:
        yield http


async def _people(keycloak: Identity) -> list[str]:
    async with await keycloak.admin() as admin:
        return [user["username"] for user in (await admin.get("/users")).json()]


async def _log_in(keycloak: Identity, account: Account, http: httpx.AsyncClient) -> httpx.Response:
    form = {
        "grant_type": "password",
        "client_id": TEST_CLIENT,
        "username": account.username,
        "password": account.password,
    }
    return await http.post(f"{keycloak.issuer}/protocol/openid-connect/token", data=form)


async def test_the_person_is_an_administrator_and_is_deleted_afterwards(
    keycloak: Identity, target: Target, http: httpx.AsyncClient
) -> None:
    before = await _people(keycloak)
    async with temporary(http, target, ADMINISTRATOR) as account:
        answer = await _log_in(keycloak, account, http)
        claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
        assert (claims["preferred_username"], claims["roles"]) == (USERNAME, ["admin"])
    assert await _people(keycloak) == before


async def test_a_person_that_an_interrupted_check_has_left_is_replaced(
    keycloak: Identity, target: Target, http: httpx.AsyncClient
) -> None:
    before = await _people(keycloak)
    async with await keycloak.admin() as admin:
        await admin.post("/users", json={"username": USERNAME, "enabled": False})

    async def fail() -> None:
        async with temporary(http, target, ADMINISTRATOR) as account:
            assert (await _log_in(keycloak, account, http)).status_code == 200
            raise LookupError("the check failed")

    with pytest.raises(LookupError):
        await fail()
    assert await _people(keycloak) == before


async def test_an_administrator_who_cannot_sign_in_is_named(
    target: Target, http: httpx.AsyncClient
) -> None:
    with pytest.raises(FailedError, match="Keycloak did not sign in admin of the realm master: 4"):
        async with temporary(http, target, Account("admin", "wrong")):
            pass
