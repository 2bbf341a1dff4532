"""Nobody gains a role by what they write about themselves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from e2e_stack import Stack
from sign_in import administrator_token, bearer, plain_client, token_of

NEWHIRE = "newhire@example.invalid"
SITE = "northgate-cold-store"


@asynccontextmanager
async def administration(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """Yield a client that administers the realm."""
    url = f"{stack.keycloak}/admin/realms/isotherm"
    async with plain_client(base_url=url) as client:
        client.headers.update(bearer(await administrator_token(stack)))
        yield client


@asynccontextmanager
async def user(admin: httpx.AsyncClient, username: str, **more: Any) -> AsyncIterator[str]:
    """Yield the subject of a user who exists for the length of the block."""
    answer = await admin.post("/users", json={"username": username, "enabled": True} | more)
    assert answer.status_code == 201, answer.text
    subject = answer.headers["location"].rsplit("/", 1)[1]
    try:
        yield subject
    finally:
        await admin.delete(f"/users/{subject}")


async def test_a_grant_to_an_address_goes_to_who_owns_it(stack: Stack) -> None:
    mira = await token_of(stack, "mira")
    asked = {"site": SITE, "username": NEWHIRE}
    async with (
        administration(stack) as admin,
        plain_client(base_url=f"{stack.api}/api/v1", headers=bearer(mira)) as api,
    ):
        async with user(admin, "atk-eve", email=NEWHIRE, emailVerified=False):
            for path, method in (("/grants", "POST"), ("/grants/recipient", "GET")):
                sends: dict[str, Any] = (
                    {"json": asked | {"role": "manager"}} if method == "POST" else {"params": asked}
                )
                nobody = await api.request(method, path, **sends)
                assert nobody.status_code == 422, path
        owner = {"email": NEWHIRE, "emailVerified": True, "firstName": "New", "lastName": "Hire"}
        async with user(admin, "newhire", **owner) as subject:
            recipient = (await api.get("/grants/recipient", params=asked)).json()
            assert recipient == {
                "subject": subject,
                "username": "newhire",
                "name": "New Hire",
                "email": NEWHIRE,
            }
            granted = await api.post("/grants", json=asked | {"role": "viewer"})
            assert (granted.status_code, granted.json()["subject"]) == (201, subject)
            grant, etag = granted.json()["id"], granted.headers["etag"]
            gone = await api.delete(f"/grants/{grant}", headers={"If-Match": etag})
            assert gone.status_code == 204


async def test_people_cannot_change_their_own_address(stack: Stack) -> None:
    async with administration(stack) as admin, plain_client() as client:
        realm = (await admin.get("")).json()
        profile = (await admin.get("/users/profile")).json()
        email = next(item for item in profile["attributes"] if item["name"] == "email")
        assert realm["verifyEmail"] or email["permissions"]["edit"] == ["admin"]
        assert not realm["registrationAllowed"]
        assert not realm["editUsernameAllowed"]
        token = await token_of(stack, "vera")
        account = await client.get(
            f"{stack.realm}/account", headers=bearer(token) | {"Accept": "application/json"}
        )
        assert account.status_code in (401, 403)


async def test_no_client_of_the_realm_takes_a_password_or_outlives_a_session(
    stack: Stack,
) -> None:
    async with administration(stack) as admin, plain_client() as client:
        for listed in (await admin.get("/clients")).json():
            name = listed["clientId"]
            assert not listed.get("directAccessGrantsEnabled"), name
            assert "offline_access" not in listed.get("optionalClientScopes", ()), name
            assert "offline_access" not in listed.get("defaultClientScopes", ()), name
            if listed.get("publicClient"):
                form = {
                    "grant_type": "password",
                    "client_id": name,
                    "username": "vera",
                    "password": stack.password_of("vera"),
                }
                answer = await client.post(
                    f"{stack.realm}/protocol/openid-connect/token", data=form
                )
                assert answer.status_code in (400, 401), name
        roles = await admin.get("/roles/default-roles-isotherm/composites")
        assert "offline_access" not in [role["name"] for role in roles.json()]
        optional = await admin.get("/default-optional-client-scopes")
        assert "offline_access" not in [scope["name"] for scope in optional.json()]
        [web] = (await admin.get("/clients", params={"clientId": "isotherm-web"})).json()
        assert web["redirectUris"] == [f"{stack.frontend}/auth/callback"]
        signed_out = web["attributes"]["post.logout.redirect.uris"]
        assert signed_out == f"{stack.frontend}/signed-out"
