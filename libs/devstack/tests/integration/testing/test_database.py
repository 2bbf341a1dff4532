"""Databases are made at the same time, over a kept connection or without one."""

import asyncio

import asyncpg

from isotherm_devstack.parts.postgres import Postgres
from isotherm_devstack.testing.database import Databases


async def _name(databases: Databases, all_there: asyncio.Barrier) -> str:
    async with databases.migrated() as database:
        await all_there.wait()
        connection = await asyncpg.connect(database.owner)
        try:
            assert await connection.fetchval("SELECT count(*) FROM site") == 0
        finally:
            await connection.close()
        return database.name


async def test_several_are_made_at_once(databases: Databases) -> None:
    all_there = asyncio.Barrier(3)
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(_name(databases, all_there), name=f"database {number}")
            for number in range(3)
        ]
    assert len({task.result() for task in tasks}) == 3


async def test_the_kept_connection_may_be_lost(databases: Databases, postgres: Postgres) -> None:
    connection = await asyncpg.connect(postgres.dsn())
    try:
        async with databases.migrated() as before:
            lost = await connection.fetch(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE usename = current_user AND pid <> pg_backend_pid()"
            )
            assert lost
        async with databases.migrated() as after:
            assert after.name != before.name
        left = "SELECT count(*) FROM pg_database WHERE datname = $1"
        assert await connection.fetchval(left, before.name) == 0
    finally:
        await connection.close()
