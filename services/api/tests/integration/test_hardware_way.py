"""From an unknown device to a sensor's history, through the real broker and the real ingest."""

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest_asyncio
from ingest_world import World as Ingest

from isotherm.instants import to_ms
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest_asyncio.fixture(loop_scope="session")
async def way(broker: Broker, database: Database, api: Any) -> AsyncIterator[Ingest]:
    """Broker and ingest on the database of the api, at the real time."""
    api.clock.instant = datetime.now(UTC)
    world = Ingest(broker, database, await asyncpg.connect(database.superuser))
    try:
        yield world
    finally:
        world.sql.terminate()


async def send(way: Ingest, device: str, values: Mapping[datetime, float]) -> None:
    """Publish an array of readings with their times."""
    buffer = [{"value": value, "time": to_ms(at)} for at, value in values.items()]
    await way.broker.publish(device, f"sensors/{device}/temperature", json.dumps(buffer))


async def history(api: Any, start: datetime, end: datetime) -> dict[int, float]:
    """Return the averages that the fridge's graph shows, by time (ms)."""
    span = {"from": to_ms(start), "to": to_ms(end)}
    document = await api.get("ada", "/series", sensor="s/fridge", points=2000, **span)
    [series] = document["sensors"]
    return dict(zip(series["time"], series["avg"], strict=True))


async def test_a_swapped_device_leaves_one_history(way: Ingest, api: Any, world: Any) -> None:
    await world.site("s")
    now = api.clock.instant.replace(second=0, microsecond=0)
    start, change = now - 3 * HOUR, now - HOUR
    times = [start + MINUTE * n for n in range(180)]
    lost = [at for at in times if change - HOUR <= at < change]  # not sent before the swap
    for device in ("old", "new"):
        await way.broker.add_device(device)
    async with way.ingest():
        first = {at: 4.0 for at in times if at < change - HOUR}
        await send(way, "old", first)
        await way.counted(len(first))
        await way.counted(1, "latest")
        [proposed] = (await api.get("ada", "/proposals"))["items"]
        assert (proposed["topic"], proposed["count"]) == ("sensors/old/temperature", len(first))
        assert (proposed["interval_s"], proposed["unit_guess"]["unit"]) == (60.0, "C")
        body = {"new_sensor": {"site": "s", "name": "Fridge"}}
        assert (await api.install_proposal(body, device="old")).status_code == 201
        assert await history(api, start, now) == {to_ms(at): 4.0 for at in first}

        after = {at: 6.0 for at in times if at >= change}
        await send(way, "new", after)
        await way.counted(len(first) + len(after))
        assert (await api.install("new", change, replace=True)).status_code == 201

        # on the bench it reconnects, sends its buffer and continues to measure
        await send(way, "old", {at: 5.0 for at in lost} | {at: 21.0 for at in after})
        await way.counted(len(times) + len(after))
    assert await history(api, start, now) == {
        to_ms(at): 4.0 if at in first else 6.0 if at in after else 5.0 for at in times
    }


async def test_a_unit_applies_to_later_payloads(way: Ingest, api: Any, world: Any) -> None:
    await world.site("s")
    now = api.clock.instant
    await way.broker.add_device("probe")
    async with way.ingest():
        await send(way, "probe", {now - MINUTE * n: 70.7 for n in range(1, 4)})
        await way.counted(3)
        await way.counted(1, "latest")
        [proposed] = (await api.get("ada", "/proposals"))["items"]
        assert proposed["unit_guess"]["unit"] == "F"
        body = {"new_sensor": {"site": "s", "name": "Fridge"}, "unit": "F"}
        answer = await api.install_proposal(body)
        assert answer.status_code == 201
        begins = answer.json()["installation"]["from"]
        at = now + MINUTE
        await send(way, "probe", {at: 70.7})
        await way.counted(4)
    assert begins <= to_ms(at)
    api.clock.instant = at
    averages = await history(api, now - HOUR, now + HOUR)
    assert {time: round(value, 1) for time, value in averages.items()} == {to_ms(at): 21.5}
    kept = await way.readings()
    assert [row["value"] for row in kept[:3]] == [70.7] * 3
