"""Live: what changes reaches those who may see it, and streams end when they should."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn

from isotherm.clock import SystemClock
from isotherm_api.live.batch import Batch, Event, View

PATIENCE_S = 20
"""A hang limit, not a measure."""
CROWD = 300


class Stream:
    """The events of an open stream."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer, self._lines = answer, answer.aiter_lines()

    async def event(self) -> tuple[str, Any]:
        """The next event's name and data; heartbeats are called so."""
        name, data = "", None
        async with asyncio.timeout(PATIENCE_S):
            async for line in self._lines:
                if line.startswith(":"):
                    name = "heartbeat"
                elif line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    data = json.loads(line.removeprefix("data: "))
                elif not line and name:
                    return name, data
        raise EOFError

    async def next(self, wanted: str) -> Any:
        """The data of the next event that is no heartbeat, which has to be of this name."""
        while (found := await self.event())[0] == "heartbeat":
            pass
        assert found[0] == wanted, found
        return found[1]

    async def end(self) -> list[str]:
        """Reads until the server ends the stream; the names of what still came."""
        names = []
        try:
            while True:
                names.append((await self.event())[0])
        except EOFError:
            return names


class Served:
    """The api behind a real server, with its hub at work."""

    def __init__(self, api: Any, url: str) -> None:
        self.api, self.url = api, url

    @asynccontextmanager
    async def stream(
        self, username: str, *, site: str | None = None, lives: float = 300, **headers: str
    ) -> AsyncIterator[Stream]:
        """A stream of someone, past its hello."""
        token = self.api.realm.token(
            username, admin=username == "ada", lives=timedelta(seconds=lives)
        )
        async with (
            httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False) as client,
            client.stream(
                "GET",
                f"{self.url}/api/v1/live",
                params={"site": site} if site else {},
                headers={"Authorization": f"Bearer {token}"} | headers,
            ) as answer,
        ):
            if answer.status_code != 200:
                await answer.aread()
            found = Stream(answer)
            if answer.status_code == 200:
                await found.next("hello")
            yield found


@pytest_asyncio.fixture(loop_scope="session")
async def channels(world: Any) -> dict[str, int]:
    """Two sites with a sensor each; `vera` sees the first."""
    found = {}
    for slug in ("here", "there"):
        site = await world.site(slug)
        _, found[slug] = await world.fed(site, "fridge")
        if slug == "here":
            await world.grant(site, "viewer", username="vera")
    return found


@pytest_asyncio.fixture(loop_scope="session")
async def served(api: Any, channels: dict[str, int]) -> AsyncIterator[Served]:
    """The api at a port of its own, going by the real clock, past its first look."""
    clock = SystemClock()
    api.services.hub._clock = clock
    services = replace(api.services, clock=clock)
    api.app.state.services = services
    config = uvicorn.Config(
        api.app, host="127.0.0.1", port=0, lifespan="off", log_config=None, access_log=False
    )
    server, listener = uvicorn.Server(config), api.listener()
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(listener.run(), name="listener"),
            group.create_task(services.hub.run(), name="hub"),
        ]
        sock = config.bind_socket()
        stack.callback(sock.close)
        serving = group.create_task(server._serve([sock]), name="server")
        await listener.connected.wait()
        await services.hub.ready.wait()
        yield Served(api, f"http://127.0.0.1:{sock.getsockname()[1]}")
        services.hub.close()
        server.should_exit = True
        await serving
        for each in tasks:
            each.cancel()


async def speak(world: Any, channel: int, value: float, at: datetime | None = None) -> None:
    """A reading of now, told as ingest tells it."""
    await world.readings(channel, [(at or datetime.now(UTC), value, 0)])
    await world.connection.execute("NOTIFY isotherm_readings")


async def test_a_reading_reaches_who_may_see_it(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera, served.stream("ada") as ada:
        await speak(world, channels["there"], 1.0)
        assert (await ada.next("latest"))["sensors"][0]["id"] == "there/fridge"
        await speak(world, channels["here"], 2.0)
        [seen] = (await vera.next("latest"))["sensors"]
        assert (seen["id"], seen["latest"]["value"]) == ("here/fridge", 2.0)
        assert (seen["status"], seen["state"]) == ("online", "in_range")
        assert (await ada.next("latest"))["sensors"] == [seen]
        assert vera.answer.headers["cache-control"] == "no-cache, no-transform"
        assert vera.answer.headers["x-accel-buffering"] == "no"
        assert vera.answer.headers["content-type"].startswith("text/event-stream")


async def test_only_the_site_asked_for(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("ada", site="here") as ada:
        await speak(world, channels["there"], 1.0)
        await speak(world, channels["here"], 2.0)
        assert [each["id"] for each in (await ada.next("latest"))["sensors"]] == ["here/fridge"]
    async with served.stream("vera", site="there") as vera:
        assert vera.answer.status_code == 404


async def test_nothing_to_say_is_a_heartbeat(served: Served, channels: dict[str, int]) -> None:
    async with served.stream("vera") as vera:
        assert (await vera.event())[0] == "heartbeat"


async def test_a_grant_taken_away_silences_the_open_stream(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera, served.stream("ada") as ada:
        await world.connection.execute("DELETE FROM access_grant")
        await vera.next("grants")
        await speak(world, channels["here"], 9.0)
        await ada.next("latest")
        assert (await vera.event())[0] == "heartbeat"
        site = await world.connection.fetchval("SELECT id FROM site WHERE slug = 'there'")
        await world.grant(site, "viewer", username="vera")
        await vera.next("grants")
        await speak(world, channels["there"], 3.0)
        assert (await vera.next("latest"))["sensors"][0]["id"] == "there/fridge"


async def test_a_stream_ends_with_its_token(served: Served, channels: dict[str, int]) -> None:
    async with served.stream("vera", lives=2) as vera:
        assert set(await vera.end()) <= {"heartbeat"}


async def test_streams_end_at_shutdown(served: Served, channels: dict[str, int]) -> None:
    async with served.stream("vera") as vera, served.stream("ada") as ada:
        served.api.services.hub.close()
        await vera.end()
        await ada.end()


async def test_more_streams_than_a_user_may_have_are_refused(
    served: Served, channels: dict[str, int]
) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(served.api.services.limits.streams):
            await stack.enter_async_context(served.stream("vera"))
        async with served.stream("vera") as refused:
            assert refused.answer.status_code == 429
        async with served.stream("ada") as other:
            assert other.answer.status_code == 200


async def test_a_stream_that_was_left_makes_room(served: Served, channels: dict[str, int]) -> None:
    opened = 0
    async with asyncio.timeout(PATIENCE_S):
        while opened < served.api.services.limits.streams * 3:
            async with served.stream("vera") as vera:
                opened += vera.answer.status_code == 200


async def test_who_was_away_catches_up(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    before = (await served.api.get("vera", "/overview"))["mark"]
    async with served.stream("ada") as ada:
        await speak(world, channels["here"], 2.0)
        await ada.next("latest")
    async with served.stream("vera", **{"Last-Event-ID": str(before)}) as vera:
        assert (await vera.next("latest"))["sensors"][0]["latest"]["value"] == 2.0
    for junk in ("x", "-1", "9" * 40, "٣"):
        headers = {"Last-Event-ID": junk.encode()}
        async with served.stream("vera", **headers) as vera:  # type: ignore[arg-type]
            assert vera.answer.status_code == 200


async def test_silence_is_told_without_a_reading(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    await world.connection.execute("UPDATE sensor SET expected_interval_s = 0.5")
    async with served.stream("vera") as vera:
        await speak(world, channels["here"], 2.0)
        [spoke] = (await vera.next("latest"))["sensors"]
        while spoke["state"] == "never":  # the change of its interval came by itself
            [spoke] = (await vera.next("latest"))["sensors"]
        assert spoke["state"] == "in_range"
        [silent] = (await vera.next("latest"))["sensors"]
        assert (silent["status"], silent["state"]) == ("stale", "silent")
        assert silent["since"] == spoke["latest"]["time"]


async def test_since_is_kept_while_a_state_goes_on(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    sensor = await world.connection.fetchval("SELECT min(id) FROM sensor")
    now = datetime.now(UTC)
    await world.limits(sensor, now - timedelta(days=1), 2.0, 8.0)
    async with served.stream("vera") as vera:
        await speak(world, channels["here"], 5.0, now - timedelta(seconds=20))
        while (await vera.next("latest"))["sensors"][0]["latest"] is None:
            pass
        await speak(world, channels["here"], 9.0, now - timedelta(seconds=10))
        [above] = (await vera.next("latest"))["sensors"]
        await speak(world, channels["here"], 9.5, now)
        [still] = (await vera.next("latest"))["sensors"]
        assert (above["state"], still["state"]) == ("above", "above")
        assert above["since"] == still["since"] == above["latest"]["time"]
        listed = await served.api.get("vera", "/sensors/here/fridge")
        assert listed["since"] == still["since"]


async def test_hundreds_hear_each_reading_and_those_who_return_what_they_missed(
    served: Served, world: Any, channels: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Raw sockets, as a library's client would be most of the work."""
    people = [f"person-{n}" for n in range(CROWD)]
    site = await world.connection.fetchval("SELECT id FROM site WHERE slug = 'here'")
    for each in people:
        await world.grant(site, "viewer", username=each)
    made: list[str] = []
    encode = Batch.event
    monkeypatch.setattr(
        Batch, "event", lambda batch, view: _noted(made, batch, view, encode(batch, view))
    )
    port = int(served.url.rpartition(":")[2])

    async def follow(person: str, *headers: str) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        words = (f"Authorization: Bearer {served.api.realm.token(person)}", *headers)
        writer.write("\r\n".join(("GET /api/v1/live HTTP/1.1", "Host: a", *words, "", "")).encode())
        opened.append(writer)
        await reader.readuntil(b"event: hello\n")
        return reader

    opened: list[asyncio.StreamWriter] = []
    async with asyncio.timeout(120):
        streams = await asyncio.gather(*map(follow, people))
        before = served.api.services.hub.mark()
        await speak(world, channels["there"], 1.0)
        await speak(world, channels["here"], 2.0)
        for each in streams:
            event = await each.readuntil(b'"good_value":2.0')
            assert b"there/fridge" not in event
        for writer in opened:
            writer.close()
        again = await asyncio.gather(*(follow(each, f"Last-Event-ID: {before}") for each in people))
        for each in again:
            await each.readuntil(b'"good_value":2.0')
        assert len(set(made)) < CROWD / 4, "what is the same is encoded once"
        served.api.services.hub.close()
        for each in again:
            await each.read()
        for writer in opened:
            writer.close()


def _noted(made: list[str], batch: Batch, view: View, event: Event | None) -> Event | None:
    if event is not None:
        made.append(f"{id(batch)} {id(event)} {view}")
    return event
