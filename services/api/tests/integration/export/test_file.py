"""An export that breaks off: its client notices, and its slot becomes free."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
import uvicorn

from isotherm.instants import to_ms
from isotherm_api.bounds import ExportBounds
from isotherm_api.ended import EndedSession
from isotherm_api.slots import Slots
from isotherm_devstack.host.ports import free_port

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAYS = timedelta(days=30)
ASKED = {"sensor": "s/fridge", "from": to_ms(NOW - DAYS), "to": to_ms(NOW)}
PATIENCE_S = 60

FILL = """
INSERT INTO reading (measured_at, received_at, value, channel_id, quality)
SELECT t, t, 4, $1, 0 FROM generate_series($2::timestamptz, $3, '10 s') t"""


class Server(uvicorn.Server):
    """Sets `serving` when it has started, and leaves signals to the tests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.serving = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        """Start listening."""
        await super().startup(sockets)
        self.serving.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install no handlers."""
        yield


@asynccontextmanager
async def served(api: Any) -> AsyncIterator[str]:
    """Yield the address of exports on a real socket."""
    port = free_port()
    server = Server(
        uvicorn.Config(api.app, port=port, lifespan="off", log_config=None, access_log=False)
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(server.serve(), name="served")
        try:
            async with asyncio.timeout(PATIENCE_S):
                await server.serving.wait()
            yield f"http://127.0.0.1:{port}/api/v1/export"
        finally:
            server.should_exit = True


@pytest_asyncio.fixture(loop_scope="session")
async def url(api: Any, world: Any) -> AsyncIterator[str]:
    """Yield the address of an export of 260,000 readings, 26 MB: more than socket buffers hold."""
    site = await world.site("s")
    _, channel = await world.fed(site, "fridge")
    await world.grant(site, "viewer", username="vera")
    for day in range(DAYS.days + 1):
        await world.connection.execute("SELECT make_day($1)", (NOW - timedelta(days=day)).date())
    await world.connection.execute(FILL, channel, NOW - DAYS, NOW - timedelta(seconds=1))
    async with served(api) as address:
        yield address


@asynccontextmanager
async def asking(api: Any, url: str, person: str) -> AsyncIterator[httpx.Response]:
    """Yield the response of an export after its headers."""
    headers = {"Authorization": f"Bearer {api.realm.token(person, admin=person == 'ada')}"}
    async with (
        httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False, headers=headers) as client,
        client.stream("GET", url, params=ASKED) as answer,
    ):
        yield answer


async def read_rest(answer: httpx.Response) -> int:
    """Return the bytes of the rest; raise httpx.RemoteProtocolError if it breaks off."""
    return sum([len(chunk) async for chunk in answer.aiter_raw()])


async def test_a_complete_export_ends(api: Any, url: str) -> None:
    async with asking(api, url, "vera") as answer:
        assert answer.status_code == 200
        assert await read_rest(answer) > 25_000_000


async def test_a_lost_database_breaks_the_export_off(api: Any, database: Any, url: str) -> None:
    async with asking(api, url, "vera") as answer:
        assert answer.status_code == 200
        elsewhere = await asyncpg.connect(database.superuser, database="postgres")
        await elsewhere.execute(f"ALTER DATABASE {database.name} ALLOW_CONNECTIONS false")
        await elsewhere.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
            " AND application_name <> ''",
            database.name,
        )
        await elsewhere.close()
        with pytest.raises(httpx.RemoteProtocolError):
            await read_rest(answer)


async def test_an_export_breaks_off_when_the_grant_ends(api: Any, world: Any, url: str) -> None:
    async with asking(api, url, "vera") as answer:
        assert answer.status_code == 200
        await world.connection.execute("DELETE FROM access_grant")
        api.services.grants.forget()
        with pytest.raises(httpx.RemoteProtocolError):
            await read_rest(answer)


async def test_an_export_breaks_off_when_the_session_ends(api: Any, url: str) -> None:
    async with asking(api, url, "vera") as answer:
        assert answer.status_code == 200
        caller = await api.services.verifier.verify(api.realm.token("vera"))
        api.services.ended.add(EndedSession.of(caller.session, datetime.now(UTC)))
        with pytest.raises(httpx.RemoteProtocolError):
            await read_rest(answer)


async def test_a_client_that_disconnects_frees_its_slot(api: Any, url: str) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(2):
            held = await stack.enter_async_context(asking(api, url, "vera"))
            assert held.status_code == 200
        async with asking(api, url, "vera") as third:
            assert third.status_code == 429
        async with asking(api, url, "ada") as another:
            assert another.status_code == 200
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with asking(api, url, "vera") as answer:
                if answer.status_code == 200:
                    break


def bound(api: Any, **bounds: Any) -> None:
    """Give the app new slots."""
    api.app.state.services = replace(api.services, exports=Slots(ExportBounds(**bounds)))


async def test_two_people_who_read_nothing_leave_slots_for_others(
    api: Any, world: Any, url: str
) -> None:
    bound(api, total=4)
    await world.grant(1, "viewer", username="omar")
    async with AsyncExitStack() as stack:
        statuses = []
        for person in ("vera", "vera", "ada", "ada", "omar"):
            answer = await stack.enter_async_context(asking(api, url, person))
            statuses.append(answer.status_code)
            assert ("retry-after" in answer.headers) == (answer.status_code != 200)
        assert statuses == [200, 200, 200, 429, 200]


async def test_a_client_that_reads_nothing_loses_its_slot(api: Any, url: str) -> None:
    bound(api, total=1, patience_s=0.2)
    async with asking(api, url, "vera") as answer:
        assert answer.status_code == 200
        async with asyncio.timeout(PATIENCE_S):
            while True:
                async with asking(api, url, "ada") as another:
                    if another.status_code == 200:
                        break
        with pytest.raises(httpx.RemoteProtocolError):
            await read_rest(answer)


async def test_an_export_past_its_assured_time_ends_for_someone_who_has_none(
    api: Any, url: str
) -> None:
    bound(api, total=1, assured_s=0)
    async with asking(api, url, "vera") as answer, asking(api, url, "ada") as another:
        assert (answer.status_code, another.status_code) == (200, 200)
        with pytest.raises(httpx.RemoteProtocolError):
            await read_rest(answer)


async def test_the_answer_says_when_a_slot_is_free(api: Any, url: str) -> None:
    bound(api, total=1, assured_s=300)
    async with asking(api, url, "vera"), asking(api, url, "ada") as another:
        assert another.status_code == 503
        assert 0 < int(another.headers["Retry-After"]) <= 300


def ended(api: Any) -> dict[str, float]:
    """Return how many exports have ended, by result, and how many run."""
    metrics = api.services.metrics
    samples = [sample for family in metrics.exported.collect() for sample in family.samples]
    (running,) = (sample.value for family in metrics.exports.collect() for sample in family.samples)
    return {"running": running} | {sample.labels["result"]: sample.value for sample in samples}


async def test_each_export_is_counted_by_how_it_ends(api: Any, url: str) -> None:
    bound(api, total=1, assured_s=300)
    before = ended(api)

    async def risen(**expected: int) -> None:
        """Wait until the counters rose by exactly so much."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                now = ended(api)
                rise = {name: count - before[name] for name, count in now.items()}
                if {name: count for name, count in rise.items() if count} == expected:
                    return
                await asyncio.sleep(0.01)

    async with asking(api, url, "vera") as answer:
        await risen(running=1)
        async with asking(api, url, "ada") as another:
            assert another.status_code == 503
        await risen(running=1, refused=1)
        await read_rest(answer)
    await risen(done=1, refused=1)
    async with asking(api, url, "vera") as answer:
        caller = await api.services.verifier.verify(api.realm.token("vera"))
        api.services.ended.add(EndedSession.of(caller.session, datetime.now(UTC)))
        with pytest.raises(httpx.RemoteProtocolError):
            await read_rest(answer)
    await risen(done=1, refused=1, ended=1)


async def test_an_export_that_breaks_off_is_counted_as_failed(
    api: Any, world: Any, url: str
) -> None:
    before = ended(api)
    async with asking(api, url, "vera") as answer:
        await world.connection.execute("DELETE FROM access_grant")
        api.services.grants.forget()
        with pytest.raises(httpx.RemoteProtocolError):
            await read_rest(answer)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if ended(api)["failed"] == before["failed"] + 1:
                break
            await asyncio.sleep(0.01)
    assert ended(api)["running"] == before["running"]
