"""Access tokens of the real Keycloak."""

from dataclasses import replace
from typing import Any

import httpx
import pytest_asyncio

from isotherm.instants import SystemClock
from isotherm_api.app import create_app
from isotherm_api.tokens import Keys, Verifier
from isotherm_devstack.demo.people import NILS, VERA


@pytest_asyncio.fixture(loop_scope="session")
async def http(api: Any, keycloak: Any) -> Any:
    """Requests to an app that trusts the real realm."""
    async with httpx.AsyncClient(trust_env=False) as client:
        verifier = Verifier(Keys(client, keycloak.issuer), keycloak.issuer, "isotherm-api")
        app = create_app(replace(api.services, verifier=verifier, clock=SystemClock()))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://a/api/v1") as app_client:
            yield app_client


async def me(http: Any, token: str) -> Any:
    """What `me` answers to a token."""
    return await http.get("/me", headers={"Authorization": f"Bearer {token}"})


async def test_a_token_of_keycloak_names_its_user(http: Any, keycloak: Any, world: Any) -> None:
    site = await world.site("linden-pharmacy")
    await world.connection.execute(
        "INSERT INTO access_grant (site_id, subject, role, granted_by)"
        " VALUES ($1, $2, 'viewer', 't')",
        site,
        VERA.subject,
    )
    vera = (await me(http, await keycloak.token_for("vera"))).json()
    assert (vera["subject"], vera["username"], vera["admin"]) == (VERA.subject, "vera", False)
    assert (vera["name"], vera["email"]) == ("Vera Novak", VERA.email)
    assert vera["sites"] == [{"slug": "linden-pharmacy", "role": "viewer"}]
    ada = (await me(http, await keycloak.token_for("ada"))).json()
    assert ada["admin"]
    assert ada["sites"] == [{"slug": "linden-pharmacy", "role": "manager"}]


async def test_tokens_of_keycloak_carry_their_session(http: Any, keycloak: Any) -> None:
    first, other = [await keycloak.token_for("vera") for _ in range(2)]
    headers = {"Authorization": f"Bearer {first}"}
    assert (await http.delete("/session", headers=headers)).status_code == 204
    assert (await me(http, first)).status_code == 401
    assert (await me(http, other)).status_code == 200


async def test_a_group_of_keycloak_gives_its_role(http: Any, keycloak: Any, world: Any) -> None:
    await world.grant(await world.site("s"), "operator", group=NILS.groups[0])
    nils = (await me(http, await keycloak.token_for("nils"))).json()
    assert nils["sites"] == [{"slug": "s", "role": "operator"}]


async def test_refresh_and_id_tokens_are_401(http: Any, keycloak: Any) -> None:
    tokens = await keycloak.tokens_for("ada")
    assert (await me(http, tokens["access_token"])).status_code == 200
    for kind in ("refresh_token", "id_token"):
        if kind in tokens:
            assert (await me(http, tokens[kind])).status_code == 401, kind
