"""The end of a session: its tokens are refused, what it has open is closed."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from ended_sessions import bearer, end
from live_parts import PATIENCE_S, Served


async def test_tokens_of_an_ended_session_are_refused_at_once(served: Served) -> None:
    stolen, other = (served.api.realm.token("vera", jti=name) for name in ("stolen", "other"))
    someone = served.api.realm.token("vera", sid="another-session")
    assert (await end(served, other)).status_code == 204
    for token, status in ((stolen, 401), (other, 401), (someone, 200)):
        answer = await served.api.http.get("/me", headers=bearer(token))
        assert answer.status_code == status
    refused = await served.api.http.get("/me", headers=bearer(stolen))
    assert "session" in refused.json()["detail"]
    assert (await end(served, stolen)).status_code == 401


async def take_turns(served: Served, subject: str) -> list[Callable[[], None]]:
    """Take all turns of a user's requests; return what ends each."""
    services = served.api.services
    return [await services.turns.begin(subject, 1) for _ in range(services.bounds.requests)]


async def test_ending_a_session_waits_for_no_other_request(served: Served) -> None:
    ends = await take_turns(served, "subject-of-vera")
    async with asyncio.timeout(PATIENCE_S):
        assert (await end(served, served.api.realm.token("vera"))).status_code == 204
    for end_turn in ends:
        end_turn()


async def test_a_request_that_waited_while_its_session_ended_is_refused(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, turns = served.api.realm.token("vera"), served.api.services.turns
    ends, begin = await take_turns(served, "subject-of-vera"), turns.begin
    waits = asyncio.Event()

    async def announced(user: str, wait_s: float) -> Callable[[], None]:
        waits.set()
        end_turn: Callable[[], None] = await begin(user, wait_s)
        return end_turn

    monkeypatch.setattr(turns, "begin", announced)
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
        change = served.api.http.patch("/me", json={"unit": "F"}, headers=bearer(token))
        asked = group.create_task(change, name="asked")
        await waits.wait()
        assert (await end(served, token)).status_code == 204
        ends.pop()()
    assert asked.result().status_code == 401
    for end_turn in ends:
        end_turn()


async def test_open_streams_of_an_ended_session_end(
    served: Served, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as stream, served.stream("ada") as other:
        assert (await end(served, served.api.realm.token("vera"))).status_code == 204
        assert set(await stream.end()) <= {"heartbeat"}
        assert (await other.event())[0] == "heartbeat"
    async with served.stream("vera") as again:
        assert again.answer.status_code == 401


async def test_a_token_of_no_session_cannot_end_one(served: Served, world: Any) -> None:
    for sid in (None, "", 7, "a\x00b"):
        answer = await end(served, served.api.realm.token("vera", sid=sid))
        assert answer.status_code == 409, sid
    assert await world.connection.fetchval("SELECT count(*) FROM ended_session") == 0
