"""Sensors are judged for the streams as they are for lists."""

from datetime import UTC, datetime, timedelta
from typing import Any

from live_parts import Served, speak


async def test_since_is_kept_while_a_state_goes_on(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    sensor = await world.connection.fetchval("SELECT min(id) FROM sensor")
    now = datetime.now(UTC)
    await world.limits(sensor, now - timedelta(days=1), 2.0, 8.0)
    async with served.stream("vera") as vera:
        await speak(world, channels["here"], 5.0, now - timedelta(seconds=20))
        while (await vera.next("latest"))["sensors"][0]["latest"] is None:
            pass
        await speak(world, channels["here"], 9.0, now - timedelta(seconds=10))
        [above] = (await vera.next("latest"))["sensors"]
        await speak(world, channels["here"], 9.5, now)
        [still] = (await vera.next("latest"))["sensors"]
        assert (above["state"], still["state"]) == ("above", "above")
        assert above["since"] == still["since"] == above["latest"]["time"]
        listed = await served.api.get("vera", "/sensors/here/fridge")
        assert listed["since"] == still["since"]
