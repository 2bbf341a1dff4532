"""The api on a fresh database, with a realm of its own keys and a clock that stands still."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest
import pytest_asyncio
from api_client import Api
from api_services import SharedApp, services_on
from api_world import World
from token_realm import Realm

from isotherm.process.background import Background
from isotherm.process.connections import pool
from isotherm_devstack.testing.database import Database


@pytest.fixture(scope="session")
def realm() -> Realm:
    """One realm a session, because keys take long to generate."""
    return Realm()


@pytest.fixture(scope="session")
def shared_app() -> SharedApp:
    """One app a session, because routes take long to build."""
    return SharedApp()


@pytest_asyncio.fixture(loop_scope="session")
async def world(database: Database) -> AsyncIterator[World]:
    """The database, to be filled with the owner's rights."""
    connection = await asyncpg.connect(database.superuser)
    yield World(connection)
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def api(database: Database, realm: Realm, shared_app: SharedApp) -> AsyncIterator[Api]:
    """The app on that database in the api's own role, at noon of 2026-11-23 UTC."""
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(
            pool(database.api, size=5, statement_timeout_ms=20_000)
        )
        background = Background()
        services = services_on(connections, realm, background, shared_app)
        api = Api(shared_app.serving(services), services, background, realm, database.api)
        await stack.enter_async_context(api.http)
        yield api
