"""Installations as rows: their order, which overlap, and what the constraints refuse."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from isotherm_api.installations import queries
from isotherm_api.installations.span import Span, span_of
from isotherm_api.installing import lock_installations

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_WAITING = (
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)
BEFORE, BETWEEN, AFTER = (
    Span(None, NOW - 2 * HOUR), Span(NOW - 2 * HOUR, NOW - HOUR), Span(NOW - HOUR, None),
)  # fmt: skip


async def hardware(world: Any) -> tuple[int, list[int]]:
    """Insert a fridge and the channels of three devices; return their ids."""
    site = await world.site("s")
    channels = [await world.channel(device, site) for device in ("a", "b", "c")]
    return await world.sensor(site, "fridge"), channels


async def insert_chain(connection: Any, sensor: int, channels: Sequence[int]) -> list[int]:
    """Insert installations that follow each other; return them in time order."""
    chain = list(zip(channels, (BEFORE, BETWEEN, AFTER), strict=True))
    ids = [
        await queries.insert_installation(connection, channel, sensor, span)
        for channel, span in reversed(chain)
    ]
    return ids[::-1]


async def test_a_sensors_installations_are_newest_first(api: Any, world: Any) -> None:
    sensor, channels = await hardware(world)
    async with api.services.database.writing() as connection:
        await insert_chain(connection, sensor, channels)
        rows = await queries.load_of_sensor(connection, sensor)
        assert await queries.load_of_sensor(connection, sensor + 1) == []
    assert [(row["device"], span_of(row)) for row in rows] == [
        ("c", AFTER), ("b", BETWEEN), ("a", BEFORE),
    ]  # fmt: skip


async def test_a_devices_installations_are_those_at_the_given_sites(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    channel = await world.channel("probe", here)
    other = await world.channel("other", here)
    device = await world.connection.fetchval("SELECT id FROM device WHERE name = 'probe'")
    async with api.services.database.writing() as connection:
        for site, span in ((there, BEFORE), (here, BETWEEN)):
            sensor = await world.sensor(site, "fridge")
            await queries.insert_installation(connection, channel, sensor, span)
        await queries.insert_installation(
            connection, other, await world.sensor(here, "room"), AFTER
        )
        for site_ids, sites in (
            (None, ["here", "there"]), ([there], ["there"]), ([here, there], ["here", "there"]),
            ([], []),
        ):  # fmt: skip
            rows = await queries.load_of_device(connection, device, site_ids)
            assert [row["site"] for row in rows] == sites


@pytest.mark.parametrize(
    ("span", "devices"),
    [
        (Span(None, None), ["a", "b", "c"]),
        (BETWEEN, ["b"]),
        (Span(NOW - 2 * HOUR - timedelta(microseconds=1), NOW - HOUR), ["a", "b"]),
        (Span(NOW - HOUR, None), ["c"]),
        (Span(None, NOW - 3 * HOUR), ["a"]),
    ],
)
async def test_spans_that_only_touch_do_not_overlap(
    api: Any, world: Any, span: Span, devices: list[str]
) -> None:
    sensor, channels = await hardware(world)
    unused = await world.channel("unused")
    async with api.services.database.writing() as connection:
        ids = await insert_chain(connection, sensor, channels)
        rows = await queries.load_overlapping(connection, unused, sensor, span)
        assert [row["device"] for row in rows] == devices
        others = await queries.load_overlapping(connection, unused, sensor, span, ids[1])
    assert [row["device"] for row in others] == [name for name in devices if name != "b"]


async def test_an_installation_of_the_channel_at_another_sensor_overlaps_too(
    api: Any, world: Any
) -> None:
    sensor, channels = await hardware(world)
    other = await world.sensor(await world.site("t"), "other")
    async with api.services.database.writing() as connection:
        await insert_chain(connection, sensor, channels)
        rows = await queries.load_overlapping(connection, channels[1], other, Span(None, None))
        assert [(row["device"], row["sensor"]) for row in rows] == [("b", "fridge")]
        none = await queries.load_overlapping(connection, channels[1], other, AFTER)
    assert none == []


async def test_overlaps_of_the_sensor_and_of_the_channel_are_refused(api: Any, world: Any) -> None:
    sensor, channels = await hardware(world)
    other = await world.sensor(await world.site("t"), "other")
    async with api.services.database.writing() as connection:
        first, _, _ = await insert_chain(connection, sensor, channels)
        for channel, at in ((channels[2], sensor), (channels[0], other)):
            with pytest.raises(asyncpg.ExclusionViolationError):
                async with connection.transaction():
                    await queries.insert_installation(connection, channel, at, BEFORE)
        with pytest.raises(asyncpg.ExclusionViolationError):
            async with connection.transaction():
                await queries.update_span(connection, first, Span(None, NOW))
        row = await queries.read_installation(connection, first)
    assert row is not None
    assert span_of(row) == BEFORE


async def test_a_span_is_moved_or_deleted_alone(api: Any, world: Any) -> None:
    sensor, channels = await hardware(world)
    async with api.services.database.writing() as connection:
        first, second, third = await insert_chain(connection, sensor, channels)
        await queries.update_span(connection, third, Span(NOW, None))
        await queries.delete_installation(connection, second)
        assert await queries.read_installation(connection, second) is None
        rows = await queries.load_of_sensor(connection, sensor)
    assert [(row["id"], span_of(row)) for row in rows] == [
        (third, Span(NOW, None)), (first, BEFORE),
    ]  # fmt: skip


async def test_only_the_installed_channel_and_its_device_become_known(api: Any, world: Any) -> None:
    channel = await world.propose("probe")
    await world.propose("probe", None, "outside")
    await world.propose("other")
    device = await world.connection.fetchval("SELECT id FROM device WHERE name = 'probe'")
    async with api.services.database.writing() as connection:
        await queries.update_to_known(connection, channel, device)
    rows = await world.connection.fetch(
        "SELECT d.name, d.state, c.name, c.state FROM channel c JOIN device d ON d.id = c.device_id"
        " ORDER BY d.name, c.name"
    )
    assert [tuple(row) for row in rows] == [
        ("other", "proposed", "temperature", "proposed"),
        ("probe", "known", "outside", "proposed"),
        ("probe", "known", "temperature", "known"),
    ]


async def test_the_lock_is_one_transactions_until_it_ends(api: Any) -> None:
    order: list[str] = []

    async def lock() -> None:
        async with api.services.database.writing() as connection:
            await lock_installations(connection)
            order.append("second")

    async with (
        asyncio.timeout(60),
        asyncio.TaskGroup() as group,
        api.services.database.writing() as connection,
    ):
        await lock_installations(connection)
        waiting = group.create_task(lock())
        while not await connection.fetchval(_WAITING):
            await asyncio.wait([waiting], timeout=0.01)
        order.append("first")
    assert order == ["first", "second"]
