"""A stream drops a client that takes no events."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from client_parts import access
from prometheus_client import CollectorRegistry

from isotherm.instants import SystemClock
from isotherm_api.bounds import Pace
from isotherm_api.hub.client import Client
from isotherm_api.live.stream import EventStream
from isotherm_api.metrics import Metrics


class Connection:
    """The client's end: takes events until it is stopped, says nothing itself."""

    def __init__(self, takes: int) -> None:
        self.takes, self.sent = takes, 0

    async def receive(self) -> Any:
        await asyncio.Event().wait()

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.body":
            if self.sent >= self.takes:
                await asyncio.Event().wait()
            self.sent += 1


@pytest.mark.parametrize("takes", [0, 1, 3])
async def test_a_client_that_takes_nothing_is_dropped(takes: int) -> None:
    registry, clock = CollectorRegistry(), SystemClock()
    client = Client(access(), None)
    left = []

    @contextmanager
    def join() -> Iterator[Client]:
        yield client
        left.append(client)

    stream = EventStream(
        join,
        lambda: 0,
        expires_at=clock.now() + timedelta(hours=1),
        clock=clock,
        metrics=Metrics.make(registry),
        pace=Pace(heartbeat_s=0.01, between_s=0, slow_s=0.05),
    )
    connection = Connection(takes)
    async with asyncio.timeout(20):
        await stream({"type": "http"}, connection.receive, connection.send)
    assert left == [client]
    dropped = registry.get_sample_value("isotherm_api_live_streams_ended_total", {"reason": "slow"})
    assert dropped == 1
