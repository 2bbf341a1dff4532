"""Released databases, restored once and copied for each test, and a release's own programs.

All tests that start programs share a worker of pytest-xdist, which has one server with the copies.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from isotherm.schema.migrate import upgrade
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Databases
from isotherm_releases import checkout, dump, identity
from isotherm_releases.checkout import Checkout
from isotherm_releases.parts import Parts
from isotherm_releases.release import Release, releases
from release_kept import Kept, PartsOn

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group these tests, and give the first of them the time to install a release's programs."""
    for item in items:
        if HERE / "integration" in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("releases"))
            item.add_marker(pytest.mark.timeout(600))


@asynccontextmanager
async def _restored(release: Release, databases: Databases) -> AsyncIterator[Kept]:
    async with databases.empty() as database:
        await dump.restore(release.dump, database.superuser)
        async with databases.copied(database.name) as upgraded:
            await upgrade(upgraded.owner)
            yield Kept(release, database, upgraded)


@pytest_asyncio.fixture(
    scope="session", loop_scope="session", params=releases(), ids=lambda release: release.version
)
async def each_kept(request: pytest.FixtureRequest, databases: Databases) -> AsyncIterator[Kept]:
    """Every release that is kept."""
    async with _restored(request.param, databases) as kept:
        yield kept


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kept(databases: Databases) -> AsyncIterator[Kept]:
    """The newest release, from which people upgrade and to which they go back."""
    async with _restored(releases()[-1], databases) as kept:
        yield kept


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def old(kept: Kept) -> Checkout:
    """The programs of the newest release, which `make programs` has installed."""
    return await asyncio.to_thread(checkout.prepared, kept.release.commit)


@pytest_asyncio.fixture(loop_scope="session")
async def parts_on(broker: Broker, tmp_path: Path) -> AsyncIterator[PartsOn]:
    """`parts_on(database)` gives the parts, not started, of that database and a fresh broker."""
    with identity.serving() as realm:
        yield lambda database: Parts(database, broker, realm, tmp_path)
