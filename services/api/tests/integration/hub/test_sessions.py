"""An api learns from the database which sessions have ended at another one."""

import asyncio
from typing import Any

import pytest
from api_services import SharedApp, services_on
from ended_sessions import end, verified
from failing_database import FailingDatabase
from live_parts import PATIENCE_S, Served

from isotherm.instants import SystemClock
from isotherm.process.background import Background
from isotherm.process.connections import pool
from isotherm.process.listener import Listener
from isotherm_api.ended import EndedSessions
from isotherm_api.hub.hub import CHANNELS
from isotherm_api.hub.sessions import SessionFollower


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


async def test_sessions_that_could_not_be_read_are_read_at_the_next_step(served: Served) -> None:
    assert (await end(served, served.api.realm.token("vera"))).status_code == 204
    services, ended = served.api.services, EndedSessions()
    failing = FailingDatabase(services.database, ConnectionError(), failures=1)
    follower = SessionFollower(failing, ended, services.clock, recheck_s=600)
    caller = await verified(served, served.api.realm.token("vera"))
    with pytest.raises(ConnectionError):
        await follower.step()
    assert not ended.covers(caller)
    async with asyncio.timeout(PATIENCE_S):
        await follower.step()
    assert ended.covers(caller)


async def test_without_a_notification_sessions_are_read_again_after_a_while(
    served: Served,
) -> None:
    services, ended = served.api.services, EndedSessions()
    follower = SessionFollower(services.database, ended, SystemClock(), recheck_s=0.01)
    await follower.step()
    caller = await verified(served, served.api.realm.token("vera"))
    assert (await end(served, served.api.realm.token("vera"))).status_code == 204
    async with asyncio.timeout(PATIENCE_S):
        await follower.step()
    assert ended.covers(caller)
