"""Ingest as a process that sends its spans to a collector, whatever that does with them."""

import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import collector as stand_ins
import httpx
import pytest
from ingest_process import process
from ingest_world import World, until

from isotherm_devstack.host.ports import free_port

_DEAD = "http://127.0.0.1:9"


@asynccontextmanager
async def traced(world: World, endpoint: str, **settings: object) -> AsyncIterator[Process]:
    """Run ingest within the block, which begins when it is subscribed."""
    port = free_port()
    async with (
        process(world, otlp_endpoint=endpoint, management_port=port, **settings) as child,
        httpx.AsyncClient(trust_env=False) as client,
    ):

        async def ready() -> bool:
            try:
                return (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
            except httpx.TransportError:
                return False

        await until(ready, "readyz")
        yield child


async def test_its_spans_arrive_also_those_of_its_last_batch(world: World) -> None:
    with stand_ins.started() as collector:
        async with traced(world, collector.url) as ingest:
            await world.send("21.4")
            await world.counted(1)
            ingest.send_signal(signal.SIGTERM)
            assert await ingest.wait() == 0
        names = {span.name for span in collector.spans}
        [resource, *_] = collector.resources
    assert names == {"ingest batch", "decode", "place", "store", "COMMIT"}
    assert (resource["service.name"], resource["service.instance.id"]) == (
        "isotherm-ingest",
        "test",
    )


@pytest.mark.parametrize("how", ["dead", "hangs", "refuses"])
async def test_a_bad_collector_holds_up_neither_readings_nor_the_end(
    world: World, how: str
) -> None:
    with stand_ins.started() as collector:
        if how == "hangs":
            collector.hanging.clear()
        collector.answers[:] = [400] * 100
        url = _DEAD if how == "dead" else collector.url
        async with traced(world, url) as ingest:
            await world.send("21.4")
            await world.counted(1)
            if how != "dead":
                await until(lambda: collector.pushes, "a push")
            await world.send("21.5")
            await world.counted(2)
            ingest.send_signal(signal.SIGTERM)
            assert await ingest.wait() == 0
    assert (await world.ledger())["stored"] == 2


async def test_a_ratio_of_0_records_nothing(world: World) -> None:
    with stand_ins.started() as collector:
        async with traced(world, collector.url, trace_ratio=0) as ingest:
            await world.send("21.4")
            await world.counted(1)
            ingest.send_signal(signal.SIGTERM)
            assert await ingest.wait() == 0
        assert collector.pushes == 0
