"""The end of a session: its tokens are refused, what it has open is closed."""

from typing import Any

from ended_sessions import bearer, end
from live_parts import Served


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


async def test_a_token_of_no_session_cannot_end_one(served: Served, world: Any) -> None:
    for sid in (None, "", 7, "a\x00b"):
        answer = await end(served, served.api.realm.token("vera", sid=sid))
        assert answer.status_code == 409, sid
    assert await world.connection.fetchval("SELECT count(*) FROM ended_session") == 0
