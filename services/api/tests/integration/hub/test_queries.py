"""Which sensors have new readings."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm_api.hub import queries

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def write(world: Any, channel: int, measured_at: datetime, written_at: datetime) -> None:
    """Insert a newest reading that was written at an instant."""
    await world.readings(channel, [(measured_at, 4.0, 0)])
    await world.connection.execute(
        "UPDATE latest SET written_at = $2 WHERE channel_id = $1", channel, written_at
    )


async def test_a_sensor_is_found_by_when_its_newest_reading_was_written(world: Any) -> None:
    site = await world.site("s")
    late, channel = await world.fed(site, "late")
    await write(world, channel, NOW - timedelta(days=3), NOW)
    _, channel = await world.fed(site, "edge")
    await write(world, channel, NOW, NOW - MINUTE)
    _, channel = await world.fed(site, "old")
    await write(world, channel, NOW, NOW - 2 * MINUTE)
    assert await queries.load_written_since(world.connection, NOW - MINUTE) == {late: NOW}


async def test_a_reading_belongs_to_the_sensor_of_its_instant(world: Any) -> None:
    site = await world.site("s")
    before, after = await world.sensor(site, "before"), await world.sensor(site, "after")
    channel = await world.channel("probe", site)
    await world.install(channel, before, None, NOW)
    await world.install(channel, after, NOW, None)
    await write(world, channel, NOW - MINUTE, NOW)
    assert await queries.load_written_since(world.connection, NOW - MINUTE) == {before: NOW}
    await write(world, channel, NOW, NOW + MINUTE)
    assert await queries.load_written_since(world.connection, NOW) == {after: NOW + MINUTE}


async def test_a_channel_that_feeds_no_sensor_is_left_out(world: Any) -> None:
    await write(world, await world.channel("bench"), NOW, NOW)
    assert await queries.load_written_since(world.connection, NOW - MINUTE) == {}
    assert await queries.read_newest(world.connection) == NOW


async def test_two_channels_of_a_sensor_have_the_later_instant(world: Any) -> None:
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    old, new = await world.channel("old", site), await world.channel("new", site)
    await world.install(old, sensor, None, NOW - MINUTE)
    await world.install(new, sensor, NOW - MINUTE, None)
    await write(world, old, NOW - 5 * MINUTE, NOW + MINUTE)
    await write(world, new, NOW, NOW)
    assert await queries.load_written_since(world.connection, NOW - MINUTE) == {
        sensor: NOW + MINUTE
    }
    assert await queries.read_newest(world.connection) == NOW + MINUTE


async def test_an_empty_database_has_neither_sensors_nor_readings(world: Any) -> None:
    assert await queries.load_sensor_ids(world.connection) == []
    assert await queries.read_newest(world.connection) is None
    site = await world.site("s")
    ids = [await world.sensor(site, slug) for slug in ("b", "a")]
    assert await queries.load_sensor_ids(world.connection) == ids


async def test_archived_sensors_and_those_of_archived_sites_are_left_out(world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    ids = []
    for site, slug in ((here, "a"), (here, "b"), (there, "c")):
        sensor, channel = await world.fed(site, slug)
        await write(world, channel, NOW, NOW)
        ids.append(sensor)
    await world.connection.execute("UPDATE sensor SET archived_at = now() WHERE slug = 'b'")
    await world.connection.execute("UPDATE site SET archived_at = now() WHERE slug = 'there'")
    assert await queries.load_sensor_ids(world.connection) == ids[:1]
    assert await queries.load_written_since(world.connection, NOW - MINUTE) == {ids[0]: NOW}


async def test_places_changed_since_an_instant_by_site(world: Any) -> None:
    site = await world.site("s")
    for action, at, of in (
        ("sensor.add", NOW, site), ("site.change", NOW - MINUTE, site), ("limits.set", NOW, site),
        ("site.delete", NOW - MINUTE, None), ("sensor.delete", NOW - 2 * MINUTE, None),
    ):  # fmt: skip
        await world.connection.execute(
            "INSERT INTO audit (actor, target, action, site_id, at) VALUES ('a', 's', $1, $2, $3)",
            action, of, at,
        )  # fmt: skip
    since = NOW - 2 * MINUTE
    changed = await queries.load_places_changed_since(world.connection, since)
    assert changed == {site: NOW, None: NOW - MINUTE}
    assert await queries.load_places_changed_since(world.connection, NOW) == {}
