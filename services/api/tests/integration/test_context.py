"""Who sends a request is known, or the request is refused, before a route does anything."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from isotherm_api.ended import EndedSession
from isotherm_api.turns import Turns


async def test_a_request_without_a_token_is_asked_for_one(api: Any) -> None:
    answer = await api.ask("", "/sites")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_token_that_is_not_valid_is_called_so(api: Any) -> None:
    answer = await api.http.get("/sites", headers={"Authorization": "Bearer x.y.z"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


async def test_a_token_of_an_ended_session_is_refused(api: Any) -> None:
    caller = await api.services.verifier.verify(api.realm.token("vera"))
    assert (await api.ask("vera", "/sites")).status_code == 200
    api.services.ended.add(EndedSession.of(caller.session, datetime.now(UTC)))
    answer = await api.ask("vera", "/sites")
    assert answer.status_code == 401
    assert "session" in answer.json()["detail"]
    assert (await api.ask("ada", "/sites")).status_code == 200


@pytest.mark.parametrize("path", ["/sites", "/sensors/s/none", "/series"])
async def test_a_user_without_a_turn_is_told_to_try_again(api: Any, path: str) -> None:
    turns = Turns(1)
    bounds = replace(api.services.bounds, turn_wait_s=0)
    api.app.state.services = replace(api.services, turns=turns, bounds=bounds)
    end_turn = await turns.begin("subject-of-ada", 0)
    answer = await api.ask("ada", path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert (await api.ask("vera", "/sites")).status_code == 200
    end_turn()
    assert (await api.ask("ada", path)).status_code != 429
    assert not turns._users


async def test_a_refused_token_takes_no_turn(api: Any) -> None:
    turns = Turns(1)
    api.app.state.services = replace(api.services, turns=turns)
    for _ in range(3):
        answer = await api.http.get("/sites", headers={"Authorization": "Bearer x.y.z"})
        assert answer.status_code == 401
    assert not turns._users


async def test_roles_are_those_of_the_caller(api: Any, world: Any) -> None:
    await world.grant(await world.site("here"), "operator", username="otto")
    await world.site("there")
    roles = {
        person: [item["role"] for item in (await api.get(person, "/sites"))["items"]]
        for person in ("otto", "nobody", "ada")
    }
    assert roles == {"otto": ["operator"], "nobody": [], "ada": ["manager", "manager"]}


async def test_a_frontend_is_heard_with_a_token_of_its_client_alone(api: Any) -> None:
    header = {"Isotherm-Frontend": "web-0 0.1.0 1796000000000"}
    for client, heard in (("isotherm-web", ["web-0"]), ("script", []), (None, [])):
        token = api.realm.token("vera", azp=client)
        headers = {**header, "Authorization": f"Bearer {token}"}
        assert (await api.http.get("/sites", headers=headers)).status_code == 200
        assert [running.instance for running in api.services.frontends.take()] == heard
