"""Ingest as a process of its own, as in production."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ingest_world import World

from isotherm.names import INGEST_ACCOUNT
from isotherm.process.settings import without_settings


@asynccontextmanager
async def process(
    world: World, *command: str, log: int = asyncio.subprocess.DEVNULL, **settings: object
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the service, or one of its commands, as a process; kill it at the end."""
    given = {
        "database_url": world.database.ingest,
        "instance": "test",
        "mqtt_host": world.broker.host,
        "mqtt_port": world.broker.port,
        "mqtt_username": INGEST_ACCOUNT,
        "mqtt_password": world.broker.passwords[INGEST_ACCOUNT],
        "management_port": 0,
        "log_level": "INFO",
        **settings,
    }
    environment = without_settings(dict(os.environ))
    environment |= {f"ISOTHERM_{name.upper()}": str(value) for name, value in given.items()}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "isotherm_ingest", *command),
        env=environment,
        stdout=log,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()
