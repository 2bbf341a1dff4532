"""Fixtures that start the real parts, for every test of the workspace.

`database` and `broker` are fresh for each test; `postgres` and `keycloak` live for the session.
With parallel workers each has a PostgreSQL of its own; tests that need Keycloak share one worker.
"""

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
import pytest_asyncio

from isotherm_devstack.host.cache import cache_home
from isotherm_devstack.host.memory import fast_folder
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.mosquitto import Tls
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.testing import broker as brokers
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database, Databases
from isotherm_devstack.testing.identity import Identity, keycloak_in

_NEW_OBJECTS = 20_000
"""After how many a collection of garbage begins; Python's own number is 700."""
MakeBroker = Callable[..., AbstractAsyncContextManager[Broker]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--soak`, for tests that know a short and a full count."""
    parser.addoption("--soak", action="store_true", help="run at full counts: make soak")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests that need Keycloak, before xdist reads the groups."""
    for item in items:
        if isinstance(item, pytest.Function) and "keycloak" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("keycloak"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Keep what collecting makes away from the collector of garbage: it lives until the end.

    To walk over modules and thousands of tests again and again is a tenth of a worker's time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        gc.enable()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Postgres]:
    """A running PostgreSQL server of its own, for speed in memory and without fsync."""
    home = tmp_path_factory.mktemp("postgres")
    with fast_folder(home) as data_home:
        log = home / "postgres.log"
        server = Postgres(data_home, free_port(), "superuser", log, durable=False)
        await server.prepare()
        async with running(server):
            yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def databases(postgres: Postgres) -> AsyncIterator[Databases]:
    """What makes databases, with its template ready: for tests that need more than one."""
    maker = Databases(postgres)
    await maker.prepare()
    async with maker.connected():
        yield maker


@pytest_asyncio.fixture(loop_scope="session")
async def database(databases: Databases) -> AsyncIterator[Database]:
    """A fresh migrated database, with the DSN of each part."""
    async with databases.migrated() as migrated:
        yield migrated


@pytest_asyncio.fixture(loop_scope="session")
async def broker(tmp_path: Path) -> AsyncIterator[Broker]:
    """A fresh broker with its services; `await broker.add_device(name)` gives a password."""
    async with brokers.started(tmp_path / "mosquitto") as started:
        yield started


@pytest.fixture
def make_broker(tmp_path: Path) -> MakeBroker:
    """What starts further brokers, or one with devices from the start."""

    def make(
        name: str = "other", *devices: str, tls: Tls | None = None
    ) -> AbstractAsyncContextManager[Broker]:
        return brokers.started(tmp_path / f"mosquitto-{name}", devices, tls)

    return make


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def keycloak(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Identity]:
    """A running Keycloak with the demo's people; `await keycloak.token_for("vera")`."""
    snapshots = cache_home() / "keycloak-snapshots"
    snapshots.mkdir(exist_ok=True)
    server = keycloak_in(tmp_path_factory.mktemp("keycloak"), snapshots)
    await server.prepare()
    async with running(server):
        yield Identity(server)
    server.keep_snapshot()
