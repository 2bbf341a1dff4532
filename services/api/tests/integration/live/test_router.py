"""Live events reach the streams that may show them."""

from typing import Any

from live_parts import Served, speak


async def test_a_reading_reaches_who_may_see_it(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera, served.stream("ada") as ada:
        await speak(world, channels["there"], 1.0)
        assert (await ada.next("latest"))["sensors"][0]["id"] == "there/fridge"
        await speak(world, channels["here"], 2.0)
        [seen] = (await vera.next("latest"))["sensors"]
        assert (seen["id"], seen["latest"]["value"]) == ("here/fridge", 2.0)
        assert (seen["status"], seen["state"]) == ("online", "no_limits")
        assert (await ada.next("latest"))["sensors"] == [seen]
        assert vera.answer.headers["cache-control"] == "no-cache, no-transform"
        assert vera.answer.headers["x-accel-buffering"] == "no"
        assert vera.answer.headers["content-type"].startswith("text/event-stream")


async def test_only_the_site_asked_for(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("ada", site="here") as ada:
        await speak(world, channels["there"], 1.0)
        await speak(world, channels["here"], 2.0)
        assert [each["id"] for each in (await ada.next("latest"))["sensors"]] == ["here/fridge"]
    async with served.stream("vera", site="there") as vera:
        assert vera.answer.status_code == 404


async def test_a_quiet_stream_sends_heartbeats(served: Served, channels: dict[str, int]) -> None:
    async with served.stream("vera") as vera:
        assert (await vera.event())[0] == "heartbeat"
