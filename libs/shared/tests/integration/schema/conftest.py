"""A server of its own, for tests that make roles."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.postgres import Postgres


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Postgres]:
    """A server without any role of Isotherm."""
    home = tmp_path_factory.mktemp("fresh")
    postgres = Postgres(home, free_port(), "superuser", home / "log", durable=False)
    await postgres.prepare()
    async with running(postgres):
        yield postgres
