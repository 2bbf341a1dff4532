"""The end of a session: its tokens are refused by every api, what it has open is closed."""

import asyncio
from typing import Any

import httpx
from api_services import SharedApp, services_on
from live_parts import PATIENCE_S, Served

from isotherm.process.background import Background
from isotherm.process.connections import pool
from isotherm.process.listener import Listener
from isotherm_api.caller import Caller
from isotherm_api.hub.hub import CHANNELS


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


async def end(served: Served, token: str) -> httpx.Response:
    """End the session of a token."""
    return await served.api.http.delete("/session", headers=bearer(token))


async def verified(served: Served, token: str) -> Caller:
    """Return the caller of a token."""
    caller: Caller = await served.api.services.verifier.verify(token)
    return caller


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


async def test_open_streams_of_an_ended_session_end(
    served: Served, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as stream, served.stream("ada") as other:
        assert (await end(served, served.api.realm.token("vera"))).status_code == 204
        assert set(await stream.end()) <= {"heartbeat"}
        assert (await other.event())[0] == "heartbeat"
    async with served.stream("vera") as again:
        assert again.answer.status_code == 401


async def test_another_api_refuses_the_session_and_ends_its_streams(
    served: Served, database: Any, realm: Any, channels: dict[str, int]
) -> None:
    async with pool(database.api, size=5, statement_timeout_ms=20_000) as connections:
        elsewhere = services_on(connections, realm, Background(), SharedApp())
        elsewhere.hub.sessions._clock = served.api.services.clock
        listener = Listener(database.api, CHANNELS, elsewhere.hub.heard)
        caller = await verified(served, realm.token("vera"))
        closed = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(listener.run(), name="listener"),
                group.create_task(elsewhere.hub.run(), name="hub"),
            ]
            await listener.connected.wait()
            with elsewhere.ended.closing(caller, closed.set):
                assert not elsewhere.ended.covers(caller)
                assert (await end(served, realm.token("vera"))).status_code == 204
                async with asyncio.timeout(PATIENCE_S):
                    await closed.wait()
            assert elsewhere.ended.covers(caller)
            for task in tasks:
                task.cancel()


async def test_an_api_that_starts_later_knows_the_ended_sessions(
    served: Served, database: Any, realm: Any
) -> None:
    assert (await end(served, realm.token("vera"))).status_code == 204
    async with pool(database.api, size=5, statement_timeout_ms=20_000) as connections:
        services = services_on(connections, realm, Background(), SharedApp())
        services.hub.sessions._clock = served.api.services.clock
        await services.hub.sessions.step()
        assert services.ended.covers(await verified(served, realm.token("vera")))


async def test_ends_that_no_token_can_name_are_deleted(served: Served, world: Any) -> None:
    await world.connection.execute(
        "INSERT INTO ended_session VALUES ('old', now() - interval '2 h', now() - interval '1 s')"
    )
    assert (await end(served, served.api.realm.token("vera"))).status_code == 204
    rows = await world.connection.fetch("SELECT session FROM ended_session")
    assert [row["session"] for row in rows] == ["session-of-vera"]


async def test_a_token_of_no_session_cannot_end_one(served: Served, world: Any) -> None:
    for sid in (None, "", 7, "a\x00b"):
        answer = await end(served, served.api.realm.token("vera", sid=sid))
        assert answer.status_code == 409, sid
    assert await world.connection.fetchval("SELECT count(*) FROM ended_session") == 0
