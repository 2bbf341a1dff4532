"""The realm's tokens have the claims that the API needs; the look-up account can only look up."""

import httpx
import jwt

from isotherm_devstack.demo.people import ADA, NILS
from isotherm_devstack.parts import realm
from isotherm_devstack.testing.identity import LOOKUP_SECRET, Identity


def _claims(token: str) -> dict[str, object]:
    return jwt.decode(token, options={"verify_signature": False})


async def test_an_access_token_is_for_the_api(keycloak: Identity) -> None:
    claims = _claims(await keycloak.token_for("ada"))
    assert claims["iss"] == keycloak.issuer
    assert claims["aud"] == "isotherm-api"
    assert claims["typ"] == "Bearer"
    assert claims["sub"] == ADA.subject
    assert claims["roles"] == ["admin"]


async def test_groups_are_in_the_access_token_only(keycloak: Identity) -> None:
    tokens = await keycloak.tokens_for("nils")
    access, identity = _claims(tokens["access_token"]), _claims(tokens["id_token"])
    assert access["groups"] == list(NILS.groups)
    assert not {"groups", "roles"} & identity.keys()
    assert "roles" not in access


async def test_the_lookup_account_can_only_look_up(keycloak: Identity) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": "isotherm-lookup",
        "client_secret": LOOKUP_SECRET,
    }
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{keycloak.issuer}/protocol/openid-connect/token", data=form)
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        realm = f"{keycloak.url}/admin/realms/isotherm"
        codes = {
            path: (await client.get(f"{realm}/{path}")).status_code
            for path in ("users", "groups", "roles", "clients", "events")
        }
    assert codes == {"users": 200, "groups": 200, "roles": 403, "clients": 403, "events": 403}


async def test_a_failed_login_is_an_event_and_no_line(keycloak: Identity) -> None:
    form = {
        "grant_type": "password",
        "client_id": realm.TEST_CLIENT,
        "username": "grace.hopper",
        "password": "wrong-password",
    }
    async with httpx.AsyncClient(trust_env=False) as client, await keycloak.admin() as admin:
        answer = await client.post(f"{keycloak.issuer}/protocol/openid-connect/token", data=form)
        assert answer.status_code in (400, 401)  # as its version has it
        events = (await admin.get("/events", params={"type": "LOGIN_ERROR"})).json()
    assert "grace.hopper" in [event["details"].get("username") for event in events]
    log = keycloak.server.command().log.read_text()
    assert "Keycloak" in log
    assert "grace.hopper" not in log
    assert "LOGIN_ERROR" not in log


async def test_health_checks_do_not_fill_the_log(keycloak: Identity) -> None:
    log = keycloak.server.command().log.read_text()
    assert "Listening on" in log
    assert "Reporting health down status" not in log
