"""Waiting on a real server: for a login, and for a schema that is old, new or not there."""

import asyncio

import asyncpg
import pytest

from isotherm.schema.migrate import upgrade
from isotherm.waiting.database import until_login, until_schema
from isotherm.waiting.progress import Progress, WaitTimeoutError
from isotherm.waiting.revision import REQUIRED
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.process import Process
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.testing.database import Database, Databases


def _silent(_line: str) -> None:
    pass


class Said:
    """Takes said; `seen` is set with the first one that holds a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.seen = asyncio.Event()

    def __call__(self, line: str) -> None:
        if self._text in line:
            self.seen.set()


@pytest.mark.parametrize("part", ["ingest", "worker", "api"])
async def test_each_part_sees_the_schema_with_its_own_login(database: Database, part: str) -> None:
    assert await until_schema(getattr(database, part), Progress("x", _silent)) == REQUIRED


async def test_it_waits_until_the_schema_is_there(databases: Databases) -> None:
    async with databases.empty() as database:
        said = Said("database is empty")
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            waiting = group.create_task(
                until_schema(database.ingest, Progress("the schema", said), look_s=0.05)
            )
            await said.seen.wait()
            await upgrade(database.owner, "0001")  # the groups may not read the revision yet
            assert not waiting.done()
            await upgrade(database.owner)
        assert waiting.result() == REQUIRED


async def test_a_foreign_schema_is_told(database: Database) -> None:
    owner = await asyncpg.connect(database.owner)
    await owner.execute("UPDATE alembic_version SET version_num = 'abc'")
    await owner.close()
    with pytest.raises(WaitTimeoutError, match="at 'abc', which is no revision of Isotherm's"):
        await until_schema(database.api, Progress("x", _silent, timeout_s=0.01), look_s=0.05)


async def test_what_is_wrong_is_told_without_the_password(database: Database) -> None:
    server = database.api.rpartition("@")[2].partition("/")[0]
    cases = {
        database.api.replace("api-password", "terrible"): "refuses isotherm_api_login: wrong passw",
        database.api.replace("isotherm_api_login", "nobody"): "refuses nobody: wrong password, or",
        database.superuser.rpartition("/")[0] + "/none": 'has no database "none"',
        database.api.rpartition("/")[0] + "/postgres": "does not let isotherm_api_login connect",
        f"postgresql://u:terrible@127.0.0.1:{free_port()}/db": "cannot be reached (Connection ref",
        "postgresql://u:terrible@nowhere.invalid/db": "the name nowhere.invalid is unknown",
        f"{database.api}?sslmode=verify-full&sslrootcert=/no.pem": "No such file",
    }
    for dsn, reason in cases.items():
        with pytest.raises(WaitTimeoutError) as ended:
            await until_login(dsn, Progress("x", _silent, timeout_s=0.001), look_s=0.01)
        assert reason in str(ended.value), server
        assert "terrible" not in str(ended.value)


async def test_it_waits_for_a_server_that_starts(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("late")
    server = Postgres(home, free_port(), "superuser", home / "log", durable=False)
    said = Said("cannot be reached")
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        group.create_task(until_login(server.dsn(), Progress("x", said), look_s=0.05))
        await said.seen.wait()
        await server.prepare()
        process = Process(server.command())
        await process.start()
    await process.stop()
