"""A database with data, Keycloak's beside it, and the settings of a backup of both."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio
from backup_parts import MakeSettings, Source, without_password

from isotherm.backup.settings import BackupSettings
from isotherm.backup.tools import Tools, tools
from isotherm_devstack.parts.postgres import Postgres, binary
from isotherm_devstack.testing.database import Database

READINGS = """
DO $$ BEGIN
    PERFORM make_day(day::date) FROM generate_series(
        timestamptz '2026-03-01', '2026-03-04', '1 day') AS day;
END $$;
INSERT INTO site (slug, name, time_zone) VALUES ('oslo', 'Oslo', 'Europe/Oslo');
INSERT INTO device (name) VALUES ('fridge');
INSERT INTO channel (device_id, name) SELECT id, 'temperature' FROM device;
INSERT INTO reading (measured_at, received_at, value, channel_id, quality)
SELECT instant, instant, nullif((extract(epoch FROM instant)::bigint % 977) / 7.0, 0), c.id, 0
FROM channel c, generate_series(
    timestamptz '2026-03-01', timestamptz '2026-03-04 23:59', '{step} seconds') AS instant;
"""


@pytest_asyncio.fixture
async def source(database: Database, postgres: Postgres) -> AsyncIterator[Source]:
    """Databases with some thousand readings and three people."""
    name = f"{database.name}_keycloak"
    databases = Source(database, "", postgres.dsn())
    await databases.query(f"CREATE DATABASE {name} OWNER isotherm_owner", of="postgres")
    url, _ = without_password(database.owner)
    databases = replace(databases, keycloak=urlsplit(url)._replace(path=f"/{name}").geturl())
    await _run(database.superuser, READINGS.format(step=60))
    await _run(
        f"{urlsplit(database.owner)._replace(path=f'/{name}').geturl()}",
        "CREATE TABLE realm (id text PRIMARY KEY, name text);"
        "CREATE TABLE user_entity (id text PRIMARY KEY, realm_id text,"
        " service_account_client_link text);"
        "INSERT INTO realm VALUES ('1', 'isotherm');"
        "INSERT INTO user_entity VALUES ('a', '1'), ('b', '1'), ('c', '1')",
    )
    try:
        yield databases
    finally:
        left = await databases.query("SELECT datname FROM pg_database", of="postgres")
        for kept in (row["datname"] for row in left):
            if kept == name or kept.startswith((f"{name}_", f"{database.name}_")):
                await databases.query(f"DROP DATABASE {kept} WITH (FORCE)", of="postgres")


async def _run(dsn: str, script: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(script)
    finally:
        await connection.close()


@pytest.fixture
def settings(source: Source, tmp_path: Path) -> MakeSettings:
    """What makes settings of a backup in a fresh folder."""
    (tmp_path / "backup").mkdir()
    owner, password = without_password(source.database.owner)
    admin, admin_password = without_password(source.admin)

    def make(**other: Any) -> BackupSettings:
        given = {
            "database_url": owner,
            "database_password": password,
            "keycloak_database_url": source.keycloak,
            "keycloak_database_password": password,
            "admin_database_url": admin,
            "admin_database_password": admin_password,
            "backup_folder": tmp_path / "backup",
            "backup_tools": str(Path(binary("pg_dump")).parent),
        }
        return BackupSettings(**(given | other))

    return make


@pytest.fixture
def run_by(tmp_path: Path) -> Callable[[BackupSettings], Tools]:
    """What makes the tools of settings."""
    return lambda settings: tools(settings.backup_tools, settings.logins, tmp_path)
