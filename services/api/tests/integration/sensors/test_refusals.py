"""What was refused of the channels that supply a sensor, while they do."""

from datetime import datetime, timedelta
from typing import Any

import pytest_asyncio
from still_clock import NOW

from isotherm.instants import to_ms

HOUR = timedelta(hours=1)


async def refuse(
    world: Any, device: str, reason: str, count: int, at: datetime, channel: str = "temperature"
) -> None:
    """Insert a count as ingest does, or as worker has folded it if the hour is past."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    table = "reject_count" if hour > NOW - HOUR else "reject_hour"
    await world.connection.execute(
        f"INSERT INTO {table} (hour, device_name, channel_name, reason, count)"
        " VALUES ($1, $2, $3, $4, $5)",
        hour, device, channel, reason, count,
    )  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def replaced(world: Any) -> int:
    """A fridge supplied by `old` until three days ago, then by `new`."""
    site = await world.site("s")
    sensor = await world.sensor(site, "fridge")
    for device, since, until in (("old", None, NOW - 72 * HOUR), ("new", NOW - 72 * HOUR, None)):
        await world.install(await world.channel(device, site), sensor, since, until)
    await world.grant(site, "viewer", username="vera")
    return site


async def refusals(api: Any, hours: int, person: str = "vera") -> list[tuple[Any, ...]]:
    """Reason, count of the range, count of the last day, and devices of the fridge's refusals."""
    path, span = "/sensors/s/fridge/rejects", {"from": to_ms(NOW - hours * HOUR), "to": to_ms(NOW)}
    items = (await api.get(person, path, **span))["items"]
    return [(item["reason"], item["count"], item["last_day"], item["devices"]) for item in items]


async def test_a_viewer_sees_counts_by_reason_with_the_cure(
    api: Any, world: Any, replaced: int
) -> None:
    assert await refusals(api, 24) == []
    for reason, count, at in (
        ("conflict", 3, NOW),
        ("conflict", 4, NOW - 20 * HOUR),
        ("conflict", 5, NOW - 30 * HOUR),
        ("not_json", 1, NOW - 2 * HOUR),
        ("of_a_newer_ingest", 1, NOW - 40 * HOUR),
    ):
        await refuse(world, "new", reason, count, at)
    assert await refusals(api, 24 * 3) == [
        ("conflict", 9, 7, ["new"]),
        ("not_json", 1, 1, ["new"]),
        ("of_a_newer_ingest", 1, 0, ["new"]),
    ]
    span = {"from": to_ms(NOW - HOUR), "to": to_ms(NOW)}
    [first, second] = (await api.get("vera", "/sensors/s/fridge/rejects", **span))["items"]
    assert first["title"] == "Conflicting value for the same time"
    assert first["cure"].endswith("Send milliseconds; do two probes share a channel?")
    assert (first["count"], second["count"]) == (0, 0)


async def test_a_channel_counts_while_it_supplies_the_sensor(
    api: Any, world: Any, replaced: int
) -> None:
    await refuse(world, "old", "conflict", 1, NOW - 80 * HOUR)
    await refuse(world, "old", "conflict", 10, NOW - 60 * HOUR)  # no longer installed
    await refuse(world, "new", "conflict", 100, NOW - 80 * HOUR)  # not yet installed
    await refuse(world, "new", "conflict", 1000, NOW - 60 * HOUR)
    await refuse(world, "new", "conflict", 10_000, NOW - 60 * HOUR, channel="other")
    await refuse(world, "new", "conflict", 100_000, NOW - 60 * HOUR, channel="")
    await refuse(world, "third", "conflict", 1_000_000, NOW - 60 * HOUR)
    assert await refusals(api, 100) == [("conflict", 1001, 0, ["new", "old"])]


async def test_a_channel_that_was_put_back_within_the_hour_counts_once(
    api: Any, world: Any, replaced: int
) -> None:
    [channel, sensor] = await world.connection.fetchrow(
        "SELECT channel_id, sensor_id FROM installation WHERE upper_inf(during)"
    )
    await world.connection.execute("DELETE FROM installation WHERE upper_inf(during)")
    at = NOW - 10 * HOUR
    await world.install(channel, sensor, NOW - 72 * HOUR, at + HOUR / 4)
    await world.install(channel, sensor, at + HOUR / 2, None)
    await refuse(world, "new", "conflict", 5, at)
    assert await refusals(api, 24) == [("conflict", 5, 5, ["new"])]


async def test_a_sensor_that_may_not_be_seen_has_no_rejects(api: Any, replaced: int) -> None:
    query = {"from": to_ms(NOW - HOUR), "to": to_ms(NOW)}
    for person, path in (("nobody", "/sensors/s/fridge/rejects"), ("vera", "/sensors/s/x/rejects")):
        assert (await api.ask(person, path, params=query)).status_code == 404
