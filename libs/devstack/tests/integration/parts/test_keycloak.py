"""The realm's tokens have the claims that the API needs; the look-up account can only look up."""

import httpx
import jwt

from isotherm_devstack.demo.people import ADA, NILS
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
