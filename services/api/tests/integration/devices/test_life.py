"""Readings and status together say whether a device is alive, on its page and in the list."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def say(world: Any, connection: str | None, at: datetime | None) -> None:
    await world.connection.execute(
        "UPDATE device SET connection = $1, connection_at = $2", connection, at
    )


async def shown(api: Any) -> tuple[Any, ...]:
    """Return what the list and the page of the only device say about its life."""
    names = ("connection", "connection_at", "offline_at", "heard")
    [item] = (await api.get("ada", "/devices"))["items"]
    details = await api.get("ada", f"/devices/{item['name']}")
    assert [item[name] for name in names] == [details[name] for name in names]
    return tuple(item[name] for name in names)


async def test_a_reading_after_offline_is_life(api: Any, world: Any) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge", None)
    said = NOW - 2 * MINUTE
    await say(world, "offline", said)
    assert await shown(api) == ("offline", to_ms(said), None, None)
    heard = NOW - MINUTE
    await world.readings(channel, [(heard, 4.0, 0)])
    assert await shown(api) == ("online", None, to_ms(heard + 3 * MINUTE), to_ms(heard))
    api.services.clock.instant = NOW + 3 * MINUTE
    assert await shown(api) == ("offline", to_ms(said), None, to_ms(heard))


async def test_a_sleeper_is_asleep_until_it_misses_three_of_its_sensors_intervals(
    api: Any, world: Any
) -> None:
    _, channel = await world.fed(await world.site("s"), "fridge", None)
    await world.connection.execute("UPDATE sensor SET learned_interval_s = 600")
    heard = NOW - 25 * MINUTE
    await world.readings(channel, [(heard, 4.0, 0)])
    said = heard + timedelta(seconds=2)
    await say(world, "offline", said)
    assert await shown(api) == ("asleep", to_ms(said), to_ms(heard + 30 * MINUTE), to_ms(heard))
    await world.connection.execute("UPDATE sensor SET expected_interval_s = 300")
    assert (await shown(api))[0] == "offline"
    await world.connection.execute("UPDATE installation SET during = '(,2000-01-01)'")
    await world.connection.execute("UPDATE latest SET received_at = $1", NOW - 2 * MINUTE)
    await say(world, "offline", NOW)
    assert (await shown(api))[0] == "asleep", "a minute is expected of a channel without sensor"


async def test_any_channel_keeps_a_device_awake(api: Any, world: Any) -> None:
    await world.readings(await world.channel("probe"), [(NOW - 60 * MINUTE, 4.0, 0)])
    await world.readings(await world.propose("probe", None, "water"), [(NOW, 4.0, 0)])
    await say(world, "offline", NOW)
    assert await shown(api) == ("asleep", to_ms(NOW), to_ms(NOW + 3 * MINUTE), to_ms(NOW))


async def test_a_device_without_a_status_was_heard(api: Any, world: Any) -> None:
    channel = await world.channel("probe")
    assert await shown(api) == (None, None, None, None)
    await world.readings(channel, [(NOW - MINUTE, None, 1)])
    assert await shown(api) == (None, None, None, to_ms(NOW - MINUTE))
