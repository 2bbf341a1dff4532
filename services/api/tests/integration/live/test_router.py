"""Live events reach the streams that may show them."""

from datetime import UTC, datetime, timedelta
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
        assert (seen["status"], seen["state"]) == ("online", "in_range")
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


async def test_a_revoked_grant_silences_the_open_stream(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera, served.stream("ada") as ada:
        await world.connection.execute("DELETE FROM access_grant")
        await vera.next("grants")
        await speak(world, channels["here"], 9.0)
        await ada.next("latest")
        assert (await vera.event())[0] == "heartbeat"
        site = await world.connection.fetchval("SELECT id FROM site WHERE slug = 'there'")
        await world.grant(site, "viewer", username="vera")
        await vera.next("grants")
        await speak(world, channels["there"], 3.0)
        assert (await vera.next("latest"))["sensors"][0]["id"] == "there/fridge"


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
