"""Streams of the api behind a real server, and readings told as ingest tells them."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from isotherm_devstack.host.web import loopback_client

PATIENCE_S = 20
"""A hang limit, not a measure."""


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
        while (event := await self.event())[0] == "heartbeat":
            pass
        assert event[0] == wanted, event
        return event[1]

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
        self,
        username: str,
        *,
        lives: float = 300,
        site: str | None = None,
        sensor: Sequence[str] = (),
        states: bool = False,
        **headers: str,
    ) -> AsyncIterator[Stream]:
        """A stream of someone, past its hello."""
        only = {"site": [site] if site else [], "sensor": list(sensor)}
        params = {name: values for name, values in only.items() if values}
        token = self.api.realm.token(
            username, admin=username == "ada", lives=timedelta(seconds=lives)
        )
        async with (
            loopback_client(timeout=PATIENCE_S) as client,
            client.stream(
                "GET",
                f"{self.url}/api/v1/live",
                params=params | ({"states": True} if states else {}),
                headers={"Authorization": f"Bearer {token}"} | headers,
            ) as answer,
        ):
            if answer.status_code != 200:
                await answer.aread()
            stream = Stream(answer)
            if answer.status_code == 200:
                await stream.next("hello")
            yield stream


async def speak(world: Any, channel: int, value: float, at: datetime | None = None) -> None:
    """A reading of now, told as ingest tells it."""
    await world.readings(channel, [(at or datetime.now(UTC), value, 0)])
    await world.connection.execute("NOTIFY isotherm_readings")
