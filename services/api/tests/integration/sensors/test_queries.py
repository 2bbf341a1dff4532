"""The channels that have supplied a sensor."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm_api.sensors.queries import load_installations

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


async def test_installations_are_newest_first_and_of_one_sensor(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, other = await world.sensor(site, "fridge"), await world.sensor(site, "other")
    for device, since, until in (
        ("b", NOW - HOUR, None), ("a", None, NOW - 2 * HOUR), ("c", NOW - 2 * HOUR, NOW - HOUR),
    ):  # fmt: skip
        await world.install(await world.channel(device, site), sensor, since, until)
    await world.install(await world.channel("other", site), other)
    async with api.services.database.reading() as connection:
        rows = await load_installations(connection, sensor)
    assert [tuple(row.values()) for row in rows] == [
        ("b", "temperature", NOW - HOUR, None),
        ("c", "temperature", NOW - 2 * HOUR, NOW - HOUR),
        ("a", "temperature", None, NOW - 2 * HOUR),
    ]


async def test_a_sensor_never_installed_has_no_channels(api: Any, world: Any) -> None:
    sensor = await world.sensor(await world.site("s"), "fridge")
    async with api.services.database.reading() as connection:
        assert await load_installations(connection, sensor) == []


async def test_of_many_installations_the_newest_500_are_listed(api: Any, world: Any) -> None:
    site = await world.site("s")
    sensor, channel = await world.sensor(site, "fridge"), await world.channel("probe", site)
    await world.connection.execute(
        "INSERT INTO installation (channel_id, sensor_id, during) SELECT $1, $2,"
        " tstzrange($3::timestamptz - n * interval '1 min', $3 - (n - 1) * interval '1 min')"
        " FROM generate_series(1, 501) n",
        channel, sensor, NOW,
    )  # fmt: skip
    async with api.services.database.reading() as connection:
        rows = await load_installations(connection, sensor)
    assert [row["since"] for row in rows] == [NOW - MINUTE * n for n in range(1, 501)]
