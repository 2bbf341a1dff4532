"""PostgreSQL starts on loopback TCP, keeps its data, and asks for passwords."""

from pathlib import Path

import asyncpg
import pytest

from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.testing.database import Database, Databases


async def test_data_survives_a_restart(tmp_path: Path) -> None:
    server = Postgres(tmp_path, free_port(), "a word", tmp_path / "log", durable=False)
    await server.prepare()
    async with running(server) as process:
        connection = await asyncpg.connect(server.dsn())
        await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        await connection.close()
    assert process.returncode == 0
    await server.prepare()
    async with running(server):
        connection = await asyncpg.connect(server.dsn())
        assert await connection.fetchval("SELECT answer FROM kept") == 42
        await connection.close()


async def test_its_log_says_what_failed_and_no_values(tmp_path: Path) -> None:
    server = Postgres(tmp_path, free_port(), "a word", tmp_path / "log", durable=False)
    await server.prepare()
    async with running(server):
        connection = await asyncpg.connect(server.dsn())
        await connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
        add = "INSERT INTO person VALUES ($1)"
        await connection.execute(add, "Ada Keller")
        with pytest.raises(asyncpg.UniqueViolationError) as error:
            await connection.execute(add, "Ada Keller")
        assert "Ada Keller" in str(error.value.detail), "clients are told"
        for statement in (
            "INSERT INTO person VALUES ('Ada Keller')",
            "ALTER ROLE nobody PASSWORD 'hunter2'",
            "SELECT * FROM missing WHERE name = 'Ada Keller'",
        ):
            with pytest.raises(asyncpg.PostgresError):
                await connection.execute(statement)
        await connection.execute("SET log_min_duration_statement = 0")
        await connection.fetch("SELECT * FROM person WHERE name = $1", "Ada Keller")
        await connection.close()
    log = (tmp_path / "log").read_text()
    assert "duplicate key value violates unique constraint" in log
    assert "SELECT * FROM person WHERE name = $1" in log
    assert [word for word in ("Ada", "Keller", "hunter2") if word in log] == []


async def test_a_wrong_password_is_refused(postgres: Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(postgres.dsn().replace(postgres.password, "wrong"))


async def test_each_database_is_fresh(databases: Databases) -> None:
    async with databases.migrated() as one, databases.migrated() as other:
        first = await asyncpg.connect(one.owner)
        second = await asyncpg.connect(other.owner)
        add = "INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'UTC')"
        await first.execute(add)
        assert await second.fetchval("SELECT count(*) FROM site") == 0
        await first.close()
        await second.close()


@pytest.mark.parametrize("part", ["owner", "ingest", "worker", "api", "grafana"])
async def test_every_part_can_log_in(database: Database, part: str) -> None:
    connection = await asyncpg.connect(getattr(database, part))
    assert await connection.fetchval("SELECT current_database()") == database.name
    await connection.close()
