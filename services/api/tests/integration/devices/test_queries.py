"""Devices and channels as rows: counts, newest readings, and the columns people set."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm_api.devices import queries
from isotherm_api.devices.pages import Choice, Order, load_page

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def devices(connection: Any) -> list[dict[str, Any]]:
    """Return the first devices by name."""
    rows, _ = await load_page(connection, Choice(None), Order(), 9, NOW)
    return [dict(row) for row in rows]


async def test_a_device_counts_its_channels_and_those_proposed(api: Any, world: Any) -> None:
    await world.propose("probe", None, "outside")
    await world.propose("probe", None, "inside")
    await world.connection.execute("UPDATE channel SET state = 'known' WHERE name = 'inside'")
    await world.connection.execute("INSERT INTO device (name) VALUES ('bare')")
    async with api.services.database.reading() as connection:
        bare, probe = await devices(connection)
        assert dict(await queries.read_device(connection, probe["id"])).items() <= probe.items()
    assert (probe["channel_count"], probe["proposed_count"], probe["site"]) == (2, 1, None)
    assert (bare["channel_count"], bare["proposed_count"]) == (0, 0)


async def test_channels_are_by_name_each_with_its_newest_reading(api: Any, world: Any) -> None:
    channel = await world.channel("probe")
    for name in ("outside", "water"):
        await world.propose("probe", None, name)
    await world.channel("other")
    await world.readings(channel, [(NOW - HOUR, 4.5, 0), (NOW, None, 1)])
    async with api.services.database.reading() as connection:
        [_, device] = await devices(connection)
        rows = await queries.load_channels(connection, device["id"])
        assert await queries.read_channel(connection, channel) == rows[1]
    assert [(row["name"], row["measured_at"], row["value"], row["quality"]) for row in rows] == [
        ("outside", None, None, None),
        ("temperature", NOW, None, 1),
        ("water", None, None, None),
    ]


async def test_an_update_sets_the_given_columns_of_one_row(api: Any, world: Any) -> None:
    site = await world.site("s")
    channels = [await world.channel(name, site) for name in ("a", "b")]
    async with api.services.database.writing() as connection:
        a, b = await devices(connection)
        await queries.update_device(connection, a["id"], {"notes": "n", "label": None})
        await queries.update_channel(connection, channels[0], {"unit": "F"})
        changed, kept = await devices(connection)
        units = [(await queries.read_channel(connection, key))["unit"] for key in channels]
    assert changed == a | {"notes": "n", "label": None}
    assert kept == b
    assert units == ["F", None]


async def test_an_update_without_columns_does_not_make_ingest_reload(api: Any, world: Any) -> None:
    channel = await world.channel("probe")
    version = "SELECT version FROM registry_version"
    before = await world.connection.fetchval(version)
    async with api.services.database.writing() as connection:
        [device] = await devices(connection)
        await queries.update_device(connection, device["id"], {})
        await queries.update_channel(connection, channel, {})
    assert await world.connection.fetchval(version) == before


async def test_columns_that_nobody_may_set_are_refused(api: Any, world: Any) -> None:
    channel = await world.channel("probe")
    async with api.services.database.writing() as connection:
        with pytest.raises(ValueError, match="credential_hash"):
            await queries.update_device(connection, 1, {"label": "x", "credential_hash": "x"})
        with pytest.raises(ValueError, match="state"):
            await queries.update_channel(connection, channel, {"state": "known"})


async def test_a_row_that_is_lost_is_a_defect(api: Any, world: Any) -> None:
    async with api.services.database.reading() as connection:
        with pytest.raises(RuntimeError):
            await queries.read_device(connection, 1)
        with pytest.raises(RuntimeError):
            await queries.read_channel(connection, 1)
        assert await queries.load_channels(connection, 1) == []
