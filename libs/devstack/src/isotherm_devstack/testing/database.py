"""Fresh migrated databases for tests, copied from a template made once a session."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from isotherm.process.connections import GONE
from isotherm.schema.bootstrap import bootstrap, restrict
from isotherm.schema.migrate import upgrade
from isotherm.schema.roles import OWNER, PARTS, dsn_for
from isotherm_devstack.parts.postgres import Postgres

TEMPLATE = "isotherm_template"


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated database; the DSN of each part's own login, and the superuser's."""

    name: str
    owner: str
    ingest: str
    worker: str
    api: str
    grafana: str
    superuser: str


class Databases:
    """Makes databases on a running server. Passwords are the same in all: logins belong to it."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._passwords = {part: f"{part}-password" for part in PARTS}
        self._numbers = itertools.count(1)
        self._kept: asyncpg.Connection | None = None
        self._lock = asyncio.Lock()

    async def prepare(self) -> None:
        """Make the template: the roles, and every migration."""
        await bootstrap(self._server.dsn(), self._passwords, database=TEMPLATE)
        await upgrade(self._database(TEMPLATE).owner)

    def _database(self, name: str) -> Database:
        parts = {
            part: dsn_for(self._server.dsn(), part, password, name)
            for part, password in self._passwords.items()
        }
        return Database(name=name, superuser=self._server.dsn(name), **parts)

    @asynccontextmanager
    async def migrated(self) -> AsyncIterator[Database]:
        """Give a fresh migrated database; dropped afterwards, also under open connections."""
        async with self._fresh(TEMPLATE) as database:
            yield database

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[Database]:
        """Give a database of the owner's with nothing in it, for tests of migrations."""
        async with self._fresh("template0") as database:
            yield database

    @asynccontextmanager
    async def copied(self, template: str) -> AsyncIterator[Database]:
        """Give a fresh copy of another database of this server, to which nobody is connected."""
        async with self._fresh(template) as database:
            yield database

    @asynccontextmanager
    async def _fresh(self, template: str) -> AsyncIterator[Database]:
        name = f"isotherm_test_{next(self._numbers)}"
        async with self._connected() as connection:
            # a checkpoint is cheap without fsync, and writing a copy to the WAL is not
            await connection.execute(
                f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template} STRATEGY FILE_COPY"
            )
            # rights on the database itself are not copied with it
            await restrict(connection, name)
        try:
            yield self._database(name)
        finally:
            async with self._connected() as connection:
                await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Keep one connection in the block: to connect is a third of a fresh database's cost."""
        self._kept = await self._connect()
        try:
            yield
        finally:
            kept, self._kept = self._kept, None
            await kept.close()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[asyncpg.Connection]:
        async with self._lock:
            if self._kept is not None:
                if not await _answers(self._kept):
                    self._kept = await self._connect()
                yield self._kept
                return
        connection = await self._connect()
        try:
            yield connection
        finally:
            await connection.close()

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(self._server.dsn(), timeout=30)


async def _answers(connection: asyncpg.Connection) -> bool:
    """Return whether a connection still works; its end may not have been noticed yet."""
    try:
        await connection.execute("SELECT 1")
    except GONE:
        return False
    return True
