"""Changed sensors are read once, and offered to every open stream."""

from typing import Any

from live_parts import Served, speak


async def test_a_sensor_that_turns_silent_is_sent_without_a_reading(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    await world.connection.execute("UPDATE sensor SET expected_interval_s = 0.5")
    async with served.stream("vera") as vera:
        await speak(world, channels["here"], 2.0)
        [spoke] = (await vera.next("latest"))["sensors"]
        while spoke["state"] == "never":  # the change of its interval came by itself
            [spoke] = (await vera.next("latest"))["sensors"]
        assert spoke["state"] == "in_range"
        [silent] = (await vera.next("latest"))["sensors"]
        assert (silent["status"], silent["state"]) == ("stale", "silent")
        assert silent["since"] == spoke["latest"]["time"]
