"""The check says each step with its time, and ends at the first that fails."""

import re

import pytest
from answering import answering

from isotherm_devstack.acceptance.check import check, step
from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.settings import Target
from isotherm_devstack.host.ports import free_port


def target(frontend: str, api: str, keycloak: str) -> Target:
    """Return an installation at which nobody can sign in."""
    return Target(
        public_url="https://isotherm.example.org",
        frontend=frontend,
        api=api,
        keycloak_public_url="https://isotherm.example.org/idp",
        keycloak=keycloak,
        realm="isotherm",
        client_secret="",
        broker=("127.0.0.1", 1),
        broker_tls=False,
        administrator=None,
        person=None,
        makes_accounts=True,
    )


def test_a_step_is_a_line_with_its_seconds() -> None:
    said: list[str] = []
    with step(said.append, "sign in"):
        assert said == []
    assert re.fullmatch(r"ok +\d+\.\d\d s  sign in", said[0])


def test_a_step_that_fails_says_why_and_ends_the_check() -> None:
    said: list[str] = []
    with pytest.raises(FailedError), step(said.append, "sign in"):
        raise FailedError("Keycloak shows no form")
    assert len(said) == 1
    assert re.fullmatch(r"FAILED +\d+\.\d\d s  sign in: Keycloak shows no form", said[0])


async def test_without_anybody_to_sign_in_only_the_answers_of_the_parts_are_checked() -> None:
    said: list[str] = []
    async with answering(200) as frontend, answering(401) as api, answering(200) as keycloak:
        await check(target(frontend, api, keycloak), said.append)
    assert re.match(r"ok +\d+\.\d\d s  the pages, the API and Keycloak answer", said[0])
    assert said[1].startswith("not tried: nobody can sign in")
    assert len(said) == 2


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("status", [503, 200])
async def test_a_part_that_answers_otherwise_is_named_with_its_answer(status: int) -> None:
    said: list[str] = []
    async with answering(200) as frontend, answering(status) as api:
        with pytest.raises(FailedError, match=f"^api does not answer at .*; last: {status}$"):
            await check(target(frontend, api, frontend), said.append)
    assert said[0].startswith("FAILED")


@pytest.mark.usefixtures("hurry")
async def test_a_part_that_does_not_answer_is_named_with_the_reason() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    async with answering(200) as frontend, answering(401) as api:
        with pytest.raises(FailedError, match=r"^keycloak does not answer .*; last: ConnectError"):
            await check(target(frontend, api, nowhere), lambda _: None)
