"""The api behind a real server, for who listens to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest_asyncio
import uvicorn
from live_parts import Served

from isotherm.instants import SystemClock


@pytest_asyncio.fixture(loop_scope="session")
async def channels(world: Any) -> dict[str, int]:
    """Two sites with a sensor each; `vera` sees the first."""
    by_site = {}
    for slug in ("here", "there"):
        site = await world.site(slug)
        _, by_site[slug] = await world.fed(site, "fridge")
        if slug == "here":
            await world.grant(site, "viewer", username="vera")
    return by_site


@pytest_asyncio.fixture(loop_scope="session")
async def served(api: Any, channels: dict[str, int]) -> AsyncIterator[Served]:
    """The api at a port of its own, going by the real clock, past its first look."""
    clock = SystemClock()
    api.services.hub.readings._clock = clock
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
        for task in tasks:
            task.cancel()
