"""The check that `helm test` runs, against the running stack instead of a cluster's services."""

import re
from dataclasses import replace

import httpx
import pytest

from e2e_stack import Stack
from isotherm_devstack.acceptance import check as checking
from isotherm_devstack.acceptance import steps
from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.settings import Account, Target
from sign_in import administrator_token, bearer


@pytest.fixture
def target(stack: Stack) -> Target:
    return Target(
        public_url=stack.frontend,
        frontend=stack.frontend.replace("localhost", "127.0.0.1"),
        api=stack.api,
        keycloak_public_url=stack.keycloak,
        keycloak=stack.keycloak.replace("localhost", "127.0.0.1"),
        realm="isotherm",
        client_secret=stack.secret("single", "web_client_secret"),
        broker=stack.broker,
        broker_tls=False,
        administrator=Account("admin", stack.secret("single", "keycloak_admin")),
        person=None,
        makes_accounts=True,
    )


async def people(stack: Stack) -> list[str]:
    """The names of all people in Keycloak."""
    token = await administrator_token(stack)
    async with httpx.AsyncClient(trust_env=False) as http:
        url = f"{stack.keycloak}/admin/realms/isotherm/users"
        return [user["username"] for user in (await http.get(url, headers=bearer(token))).json()]


async def test_every_step_passes_also_a_second_time_and_leaves_nobody(
    stack: Stack, target: Target
) -> None:
    before = await people(stack)
    for _ in range(2):
        said: list[str] = []
        await checking.check(target, said.append)
        assert len(said) == 14
        assert all(re.match(r"ok +\d+\.\d\d s  ", line) for line in said), said
    assert await people(stack) == before


async def test_a_step_that_fails_says_what_to_look_at_and_tidies_up(
    stack: Stack, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "WAIT_S", 1.0)
    before = await people(stack)
    said: list[str] = []
    with pytest.raises(FailedError, match=r"the broker at 127\.0\.0\.1:1"):
        await checking.check(replace(target, broker=("127.0.0.1", 1)), said.append)
    assert any(line.startswith("FAILED") for line in said)
    assert said[-1].endswith("delete the person helm-test")
    assert await people(stack) == before


async def test_without_anybody_to_sign_in_it_says_what_was_not_tried(target: Target) -> None:
    said: list[str] = []
    await checking.check(replace(target, administrator=None), said.append)
    assert said[-1].startswith("not tried: nobody can sign in")


async def test_a_public_address_that_leads_nowhere_is_reached_inside(target: Target) -> None:
    # nobody listens there; the token's issuer stays Keycloak's own
    said: list[str] = []
    elsewhere = replace(target, public_url="https://isotherm.example.org")
    with pytest.raises(FailedError, match=r"Keycloak shows no form|do not lead|did not accept"):
        await checking.check(elsewhere, said.append)
    assert said[0].startswith("ok")
