"""Deleting a site: what is said first, what has to be confirmed, and what remains."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from isotherm.instants import to_ms
from isotherm_devstack.testing.database import Database

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def delete(api: Any, etag: str = "*", **params: str) -> Any:
    """Return the response to the deletion of `here`."""
    headers = {"If-Match": etag}
    return await api.ask("ada", "/sites/here", method="DELETE", headers=headers, params=params)


async def fill(world: Any) -> tuple[int, int]:
    """Insert a site with two sensors, of which one has readings; return its sensor and channel."""
    site = await world.site("here")
    sensor, channel = await world.fed(site, "fridge")
    await world.sensor(site, "spare")
    await world.limits(sensor, NOW - DAY, 2, 8)
    await world.grant(site, "viewer", username="vera")
    await world.grant(site, "viewer", group="/night-shift")
    await world.readings(channel, [(NOW - 3 * HOUR, 4.0, 0), (NOW - MINUTE, 4.0, 0)])
    return sensor, channel


async def counts(world: Any, *tables: str) -> list[int]:
    """Return how many rows tables have."""
    return [await world.connection.fetchval(f"SELECT count(*) FROM {table}") for table in tables]


@pytest.mark.parametrize("rolled", [False, True])
async def test_the_deletion_says_what_goes(api: Any, world: Any, rolled: bool) -> None:
    sensor, channel = await fill(world)
    if rolled:
        await world.roll(sensor, channel, NOW - HOUR)
        await world.connection.execute("DELETE FROM reading WHERE measured_at < $1", NOW - HOUR)
    answer = await api.get("ada", "/sites/here/deletion")
    assert answer.pop("etag") == (await api.get("ada", "/sites/here"))["etag"]
    assert answer == {
        **{"sensors": 2, "devices": 1, "grants": 2, "readings": True},
        **{"first": to_ms(NOW - 3 * HOUR), "last": to_ms(NOW - MINUTE)},
    }


async def test_an_empty_site_is_deleted_without_ado(api: Any, world: Any) -> None:
    site = await world.site("here")
    await world.fed(site, "fridge")
    answer = await api.get("ada", "/sites/here/deletion")
    assert (answer["readings"], answer["first"], answer["last"]) == (False, None, None)
    assert (await delete(api, answer["etag"])).status_code == 204
    assert await counts(world, "site", "sensor", "installation", "device") == [0, 0, 0, 1]
    assert (await api.ask("ada", "/sites/here")).status_code == 404
    assert (await delete(api)).status_code == 404


async def test_a_site_with_readings_has_to_be_confirmed_by_its_slug(api: Any, world: Any) -> None:
    await fill(world)
    refused = await delete(api)
    assert refused.status_code == 409
    assert "Archive it instead" in refused.json()["detail"]
    wrong = await delete(api, confirm="there")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "confirm")
    assert await counts(world, "site", "sensor", "audit") == [1, 2, 0]


async def test_readings_stay_with_channels_that_are_proposed_again(api: Any, world: Any) -> None:
    sensor, channel = await fill(world)
    await world.roll(sensor, channel, NOW)
    await world.gap(sensor, NOW - 2 * HOUR, NOW - HOUR)
    there = await world.site("there")
    elsewhere = await world.sensor(there, "room")
    moved = await world.channel("moved", there)
    spare = await world.connection.fetchval("SELECT id FROM sensor WHERE slug = 'spare'")
    await world.install(moved, spare, NOW - 9 * DAY, NOW - 8 * DAY)
    await world.install(moved, elsewhere, NOW - 8 * DAY)
    assert (await delete(api, confirm="here")).status_code == 204
    tables = ("rollup", "reading_hour", "gap", "limits", "access_grant", "sensor", "installation")
    assert await counts(world, *tables) == [1, 0, 0, 0, 0, 1, 1]
    assert await counts(world, "reading", "latest") == [2, 1]
    own = "SELECT count(*) FROM dirty WHERE sensor_id = $1"
    assert await world.connection.fetchval(own, sensor) == 0
    [proposed] = (await api.get("ada", "/proposals"))["items"]
    assert (proposed["site"], proposed["count"]) == (None, 2)
    states = "SELECT d.name, c.state, d.site_id FROM channel c JOIN device d ON d.id = device_id"
    rows = {row["name"]: tuple(row)[1:] for row in await world.connection.fetch(states)}
    assert rows == {f"device-{there - 1}-fridge": ("proposed", None), "moved": ("known", there)}
    row = await world.connection.fetchrow("SELECT * FROM audit")
    assert (row["action"], row["target"], row["site_id"]) == ("site.delete", "here", None)
    before = json.loads(row["before"])
    assert (before["slug"], before["time_zone"]) == ("here", "Europe/Vienna")
    assert before["deleted"] == {
        **{"sensors": 2, "devices": 1, "grants": 2, "installations": 2, "limits": 1},
        "proposals": 1,
    }


async def test_of_two_administrators_the_second_gets_412(api: Any, world: Any) -> None:
    await world.site("here")
    seen = (await api.get("ada", "/sites/here/deletion"))["etag"]
    path = "/sites/here"
    changed = await api.ask(
        "ada", path, method="PATCH", json={"archived": True}, headers={"If-Match": seen}
    )
    assert changed.status_code == 200
    assert (await delete(api, seen)).status_code == 412
    assert (await api.ask("ada", path, method="DELETE")).status_code == 428
    answers = await asyncio.gather(delete(api), delete(api))
    assert sorted(answer.status_code for answer in answers) == [204, 404]


async def test_api_itself_may_delete_neither_a_site_nor_a_sensor(
    api: Any, world: Any, database: Database
) -> None:
    await fill(world)
    connection = await asyncpg.connect(database.api)
    try:
        for statement in ("DELETE FROM site", "DELETE FROM sensor", "SELECT delete_sensors('{1}')"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()
