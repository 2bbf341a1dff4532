"""Sensors are judged, with when their states began."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def one(api: Any, name: str) -> Any:
    """Return a sensor's details, asked for by an admin."""
    return await api.get("ada", f"/sensors/{name}")


def minutes(count: int, value: float = 4.0) -> list[Any]:
    """Return a reading a minute until now."""
    return [(NOW - MINUTE * n, value, 0) for n in range(count)]


async def test_above_since_it_went_above(api: Any, world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - DAY, 2.0, 8.0)
    rows = minutes(100)
    rows[:40] = [(at, 9.0, 0) for at, _, _ in rows[:40]]
    rows[3] = (rows[3][0], 85.0, 2)  # suspect: counts for nothing
    rows[60] = (rows[60][0], 9.0, 0)  # an earlier one
    await world.readings(channel, rows)
    details = await one(api, "s/fridge")
    assert (details["status"], details["state"]) == ("online", "above")
    assert details["since"] == to_ms(NOW - 39 * MINUTE)


async def test_statistics_since_it_went_above_say_how_long_it_is_known_to_be(
    api: Any, world: Any
) -> None:
    """Through a gap of 20 minutes, and limits that were lowered while it was above."""
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - 2 * DAY, 2.0, 10.0)
    await world.limits(sensor, NOW - 50 * MINUTE, 2.0, 8.0)
    rows = [(at, 9.0, 0) for at, _, _ in minutes(90)]
    await world.readings(channel, rows[:20] + rows[40:])
    since = (await one(api, "s/fridge"))["since"]
    assert since == to_ms(NOW - 50 * MINUTE)
    range_ = {"from": since, "to": to_ms(NOW)}
    [figures] = (await api.get("ada", "/statistics", sensor="s/fridge", **range_))["sensors"]
    assert figures["above"] == {"seconds": 29 * 60, "times": 1, "open": True}
    assert figures["unknown_s"] == 21 * 60


async def test_below_and_the_newest_is_suspect(api: Any, world: Any) -> None:
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - DAY, 2.0, 8.0)
    await world.readings(channel, [(NOW, 85.0, 2), *minutes(10, 1.0)[1:]])
    details = await one(api, "s/fridge")
    assert details["state"] == "below"
    assert details["since"] == to_ms(NOW - 9 * MINUTE)  # it was never otherwise
    assert details["latest"]["good_value"] == 1.0


async def test_fault_since_the_first_faulty_reading(api: Any, world: Any) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge")
    rows = [
        (at, None if n < 5 else v, 1 if n < 5 else 0) for n, (at, v, _) in enumerate(minutes(9))
    ]
    await world.readings(channel, rows)
    details = await one(api, "s/fridge")
    assert (details["status"], details["state"]) == ("fault", "fault")
    assert details["since"] == to_ms(NOW - 4 * MINUTE)
    assert details["latest"]["value"] is None
    assert details["latest"]["good_time"] == to_ms(NOW - 5 * MINUTE)


async def test_silent_after_three_intervals(api: Any, world: Any) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge")
    await world.readings(channel, minutes(5))
    api.clock.instant = NOW + 3 * MINUTE
    assert (await one(api, "s/fridge"))["state"] == "no_limits"
    api.clock.instant = NOW + 3 * MINUTE + timedelta(milliseconds=1)
    details = await one(api, "s/fridge")
    assert (details["status"], details["state"], details["since"]) == (
        "stale", "silent", to_ms(NOW),
    )  # fmt: skip


async def test_a_state_is_as_old_as_the_rollups_say(api: Any, world: Any) -> None:
    """Raw readings are only read where another state was: far fewer than the state has lasted."""
    sensor, channel = await world.fed(await world.site("s"), "fridge")
    await world.limits(sensor, NOW - DAY, 2.0, 8.0)
    began = NOW - 20 * HOUR
    turned = began - 30 * MINUTE
    rows = [(NOW - MINUTE * n, 9.0 if NOW - MINUTE * n >= turned else 4.0, 0) for n in range(2000)]
    rows[700] = (rows[700][0], 85.0, 2)  # suspect: its hour is looked into, for nothing
    await world.readings(channel, rows)
    await world.roll(sensor, channel, NOW - HOUR)
    assert (await one(api, "s/fridge"))["since"] == to_ms(turned)


async def test_a_state_older_than_a_day_has_no_beginning(api: Any, world: Any) -> None:
    site = await world.site("s")
    for slug, rolled in (("raw", False), ("rolled", True)):
        sensor, channel = await world.fed(site, slug)
        await world.limits(sensor, NOW - DAY, 2.0, 8.0)
        await world.readings(channel, [(NOW - MINUTE * n, 9.0, 0) for n in range(1600)])
        if rolled:
            await world.roll(sensor, channel, NOW - HOUR)
        details = await one(api, f"s/{slug}")
        assert (details["state"], details["since"]) == ("above", None)
