"""A person for the check, made in Keycloak and deleted afterwards."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.settings import Account, Target

USERNAME = "helm-test"


def _expect(answer: httpx.Response, task: str, *codes: int) -> None:
    if answer.status_code not in codes:
        raise FailedError(f"Keycloak did not {task}: {answer.status_code} {answer.text[:200]}")


async def _authorize(http: httpx.AsyncClient, target: Target, account: Account) -> dict[str, str]:
    """Return the header of a fresh token of the administrator."""
    answer = await http.post(
        f"{target.keycloak}/realms/master/protocol/openid-connect/token",
        data={
            "grant_type": "password",
            "client_id": "admin-cli",
            "username": account.username,
            "password": account.password,
        },
    )
    _expect(answer, f"sign in {account.username} of the realm master", 200)
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


@asynccontextmanager
async def temporary(
    http: httpx.AsyncClient, target: Target, administrator: Account
) -> AsyncIterator[Account]:
    """Give an account with the role `admin`, which exists only meanwhile."""
    realm = f"{target.keycloak}/admin/realms/{target.realm}"
    account = Account(USERNAME, secrets.token_urlsafe(24))
    headers = await _authorize(http, target, administrator)
    await _delete(http, realm, headers)
    created = await http.post(
        f"{realm}/users",
        headers=headers,
        json={
            "username": account.username,
            "enabled": True,
            "email": f"{USERNAME}@isotherm.invalid",
            "emailVerified": True,
            "firstName": "Helm",
            "lastName": "Test",
            "credentials": [{"type": "password", "value": account.password, "temporary": False}],
        },
    )
    _expect(created, f"make the person {USERNAME}", 201)
    try:
        role = await http.get(f"{realm}/roles/admin", headers=headers)
        _expect(role, f"find the role admin of the realm {target.realm}", 200)
        user = created.headers["location"].rpartition("/")[2]
        given = await http.post(
            f"{realm}/users/{user}/role-mappings/realm", headers=headers, json=[role.json()]
        )
        _expect(given, "give the role admin", 204)
        yield account
    finally:
        # the first token has expired meanwhile
        await _delete(http, realm, await _authorize(http, target, administrator))


async def _delete(http: httpx.AsyncClient, realm: str, headers: dict[str, str]) -> None:
    """Delete the person, also one that an interrupted check has left."""
    users = await http.get(
        f"{realm}/users", headers=headers, params={"username": USERNAME, "exact": "true"}
    )
    _expect(users, f"look for the person {USERNAME}", 200)
    for user in users.json():
        gone = await http.delete(f"{realm}/users/{user['id']}", headers=headers)
        _expect(gone, f"delete the person {USERNAME}", 204, 404)
