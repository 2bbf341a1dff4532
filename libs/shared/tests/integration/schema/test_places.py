"""Sites and sensors change and are deleted only as far as what was stored for them allows."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio

from isotherm_devstack.testing.database import Database

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SENSORS = "SELECT slug FROM sensor ORDER BY slug"


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The database with two sites; `a/fridge` was always fed by `probe/t`."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(
        """
        INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'UTC'), ('b', 'B', 'UTC');
        INSERT INTO sensor (site_id, slug, name)
        SELECT id, s, s FROM site, unnest('{fridge,room}'::text[]) s ORDER BY slug, s;
        INSERT INTO device (name, state, site_id)
        SELECT 'probe', 'known', id FROM site WHERE slug = 'a';
        INSERT INTO channel (device_id, name, state) SELECT id, 't', 'known' FROM device;
        INSERT INTO installation (channel_id, sensor_id, during)
        SELECT c.id, s.id, '(,)' FROM channel c, sensor s ORDER BY s.id LIMIT 1;
        """
    )
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def api(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection with api's rights."""
    connection = await asyncpg.connect(database.api)
    yield connection
    await connection.close()


async def store(sql: asyncpg.Connection, at: datetime = NOW) -> None:
    """Store a reading of the channel."""
    await sql.execute("SELECT make_day($1)", at.date())
    await sql.execute(
        "INSERT INTO reading (measured_at, received_at, value, channel_id, quality)"
        " SELECT $1, $1, 4, id, 0 FROM channel",
        at,
    )


async def roll(sql: asyncpg.Connection) -> None:
    """Say that the fridge is rolled up."""
    await sql.execute(
        "UPDATE rollup SET rolled_to = $1 WHERE sensor_id = (SELECT min(id) FROM sensor)", NOW
    )


async def test_a_zone_changes_until_a_sensor_of_the_site_is_rolled_up(
    sql: asyncpg.Connection,
) -> None:
    change = "UPDATE site SET time_zone = $2 WHERE slug = $1"
    await sql.execute(change, "a", "Europe/Vienna")
    await roll(sql)
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="site a is fixed"):
        await sql.execute(change, "a", "UTC")
    await sql.execute(change, "a", "Europe/Vienna")
    await sql.execute("UPDATE site SET name = 'Other' WHERE slug = 'a'")
    await sql.execute(change, "b", "Asia/Kathmandu")


async def test_a_sensor_is_deleted_only_where_nothing_was_stored(
    sql: asyncpg.Connection, api: asyncpg.Connection
) -> None:
    fridge, room = (
        row["id"] for row in await sql.fetch("SELECT id FROM sensor ORDER BY id LIMIT 2")
    )
    await store(sql)
    assert await api.fetchval("SELECT sensor_has_history($1)", fridge) is True
    assert await api.fetchval("SELECT delete_sensor($1)", fridge) is False
    assert await api.fetchval("SELECT delete_sensor($1)", room) is True
    slugs = [row["slug"] for row in await sql.fetch(SENSORS)]
    assert slugs == ["fridge", "fridge", "room"]


async def test_a_deletion_waits_for_a_worker_that_is_rolling_the_sensor_up(
    sql: asyncpg.Connection, api: asyncpg.Connection
) -> None:
    fridge = await sql.fetchval("SELECT min(id) FROM sensor")
    async with asyncio.timeout(30), asyncio.TaskGroup() as group, sql.transaction():
        await sql.execute("SELECT FROM rollup WHERE sensor_id = $1 FOR UPDATE", fridge)
        deleting = group.create_task(api.fetchval("SELECT delete_sensor($1)", fridge))
        while not await sql.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            assert not deleting.done()
        await roll(sql)
    assert deleting.result() is False


async def test_a_site_with_history_is_deleted_only_when_told_to(
    sql: asyncpg.Connection, api: asyncpg.Connection
) -> None:
    site = await sql.fetchval("SELECT id FROM site WHERE slug = 'a'")
    await store(sql)
    await roll(sql)
    assert await api.fetchval("SELECT delete_site($1, false)", site) is None
    counts = json.loads(await api.fetchval("SELECT delete_site($1, true)", site))
    assert counts == {
        **{"sensors": 2, "devices": 1, "grants": 0},
        **{"installations": 1, "limits": 0, "proposals": 1},
    }
    assert [row["slug"] for row in await sql.fetch("SELECT slug FROM site")] == ["b"]
    row = await sql.fetchrow(
        "SELECT c.state, d.site_id FROM channel c JOIN device d ON d.id = c.device_id"
    )
    assert tuple(row) == ("proposed", None)
    assert await sql.fetchval("SELECT count(*) FROM reading") == 1


async def test_an_ignored_channel_stays_ignored(
    sql: asyncpg.Connection, api: asyncpg.Connection
) -> None:
    await sql.execute("UPDATE channel SET state = 'ignored'")
    await api.fetchval("SELECT delete_sensor(min(id)) FROM sensor")
    assert await sql.fetchval("SELECT state FROM channel") == "ignored"


async def test_grafana_lists_no_archived_sensors(
    sql: asyncpg.Connection, database: Database
) -> None:
    await sql.execute("UPDATE site SET archived_at = now() WHERE slug = 'b'")
    await sql.execute("UPDATE sensor SET archived_at = now() WHERE slug = 'room'")
    grafana = await asyncpg.connect(database.grafana)
    try:
        rows = await grafana.fetch("SELECT site, sensor FROM grafana.sensor")
        assert [tuple(row) for row in rows] == [("a", "fridge")]
    finally:
        await grafana.close()
