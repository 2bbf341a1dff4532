"""Streams end, are limited per user, and let reconnecting clients catch up."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import pytest
from live_parts import PATIENCE_S, Served, speak

from isotherm_api.hub.events import Event, EventBatch, View

CROWD = 300


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
        for _ in range(served.api.services.bounds.streams):
            await stack.enter_async_context(served.stream("vera"))
        async with served.stream("vera") as refused:
            assert refused.answer.status_code == 429
        async with served.stream("ada") as other:
            assert other.answer.status_code == 200


async def test_a_closed_stream_makes_room(served: Served, channels: dict[str, int]) -> None:
    opened = 0
    async with asyncio.timeout(PATIENCE_S):
        while opened < served.api.services.bounds.streams * 3:
            async with served.stream("vera") as vera:
                opened += vera.answer.status_code == 200


async def test_hundreds_receive_each_reading_and_what_they_missed(
    served: Served, world: Any, channels: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Raw sockets, as a library's client would be most of the work."""
    people = [f"person-{n}" for n in range(CROWD)]
    site = await world.connection.fetchval("SELECT id FROM site WHERE slug = 'here'")
    for person in people:
        await world.grant(site, "viewer", username=person)
    encoded: list[str] = []
    encode = EventBatch.event
    monkeypatch.setattr(
        EventBatch, "event", lambda batch, view: _noted(encoded, batch, view, encode(batch, view))
    )
    port = int(served.url.rpartition(":")[2])
    # a busy machine answers 503 to some of hundreds that come in the same instant
    turns = asyncio.Semaphore(20)

    async def follow(person: str, *headers: str) -> asyncio.StreamReader:
        async with turns:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            words = (f"Authorization: Bearer {served.api.realm.token(person)}", *headers)
            head = ("GET /api/v1/live HTTP/1.1", "Host: a", *words, "", "")
            writer.write("\r\n".join(head).encode())
            opened.append(writer)
            await reader.readuntil(b"event: hello\n")
            return reader

    opened: list[asyncio.StreamWriter] = []
    async with asyncio.timeout(120):
        streams = await asyncio.gather(*map(follow, people))
        before = served.api.services.hub.mark()
        await speak(world, channels["there"], 1.0)
        await speak(world, channels["here"], 2.0)
        for stream in streams:
            event = await stream.readuntil(b'"good_value":2.0')
            assert b"there/fridge" not in event
        for writer in opened:
            writer.close()
        again = await asyncio.gather(
            *(follow(person, f"Last-Event-ID: {before}") for person in people)
        )
        for stream in again:
            await stream.readuntil(b'"good_value":2.0')
        assert len(set(encoded)) < CROWD / 4, "what is the same is encoded once"
        served.api.services.hub.close()
        for stream in again:
            await stream.read()
        for writer in opened:
            writer.close()


def _noted(encoded: list[str], batch: EventBatch, view: View, event: Event | None) -> Event | None:
    if event is not None:
        encoded.append(f"{id(batch)} {id(event)} {view}")
    return event
