"""What a stream keeps for its client, and what becomes of a client that does not take it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from isotherm.instants import SystemClock
from isotherm_api.access import Access, Role
from isotherm_api.bounds import Pace
from isotherm_api.hub.client import Client
from isotherm_api.hub.events import EventBatch
from isotherm_api.live.stream import EventStream
from isotherm_api.metrics import Metrics
from isotherm_api.tokens import Caller


def access(admin: bool = True, **roles: Role) -> Access:
    """Somebody with a token of an hour and these roles, by site id."""
    until = datetime.now(UTC) + timedelta(hours=1)
    caller = Caller("i", "s", "ada", None, None, (), admin, until)
    return Access(caller, {int(key.removeprefix("site")): role for key, role in roles.items()})


def test_what_waits_is_bounded_by_the_sensors_there_are() -> None:
    client = Client(access(), None)
    for n in range(10_000):
        client.offer(EventBatch({n % 3: (1, b"%d" % n)}, n))
    [event] = client.take()
    assert event.data == b'{"sensors":[9999,9997,9998]}'
    assert event.mark == 9999
    assert client.take() == []


def test_a_role_taken_away_takes_what_waits() -> None:
    client = Client(access(False, site1=Role.VIEWER, site2=Role.VIEWER), None)
    client.offer(EventBatch({1: (1, b"1"), 2: (2, b"2"), 3: (3, b"3")}, 5))
    client.regrant(access(False, site2=Role.VIEWER))
    grants, latest = client.take()
    assert (grants.name, latest.data) == ("grants", b'{"sensors":[2]}')


def test_an_event_on_the_wire() -> None:
    client = Client(access(), 1)
    client.offer(EventBatch({1: (1, b"{}"), 2: (2, b"{}")}, 7))
    [event] = client.take()
    assert event.wire == b'id: 7\nevent: latest\ndata: {"sensors":[{}]}\n\n'


def test_equal_views_share_one_encoding_also_when_late() -> None:
    ada, bob, vera = Client(access(), None), Client(access(), None), Client(access(False), None)
    first, second = EventBatch({1: (1, b"1"), 2: (1, b"2")}, 3), EventBatch({2: (1, b"9")}, 4)
    for batch in (first, second):
        for client in (ada, bob, vera):
            client.offer(batch)
    [one], [other] = ada.take(), bob.take()
    assert one is other
    assert one.wire == b'id: 4\nevent: latest\ndata: {"sensors":[1,9]}\n\n'
    assert vera.take() == []


def test_a_change_of_grants_does_not_move_the_mark() -> None:
    client = Client(access(False, site1=Role.VIEWER), None)
    client.regrant(access(False))
    [grants] = client.take()
    assert grants.wire == b"event: grants\ndata: {}\n\n"


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
    dropped = registry.get_sample_value("isotherm_api_live_dropped_total", {"reason": "slow"})
    assert dropped == 1
