"""Live events reach the streams that may show them."""

from typing import Any

from live_parts import Served, speak

from isotherm.process.tracing.collected import collected
from isotherm.recalculated import send_recalculated


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
        assert [sensor["id"] for sensor in (await ada.next("latest"))["sensors"]] == ["here/fridge"]
    async with served.stream("vera", site="there") as vera:
        assert vera.answer.status_code == 404


async def test_only_the_sensors_asked_for(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    wanted = ["here/fridge"]
    async with (
        served.stream("ada", sensor=wanted) as ada,
        served.stream("ada", sensor=wanted, states=True) as shell,
        served.stream("ada", sensor=wanted, site="there") as both,
    ):
        await speak(world, channels["there"], 1.0)
        # it was never heard before, so its state has changed
        assert [sensor["id"] for sensor in (await shell.next("latest"))["sensors"]] == [
            "there/fridge"
        ]
        assert [sensor["id"] for sensor in (await both.next("latest"))["sensors"]] == [
            "there/fridge"
        ]
        await speak(world, channels["there"], 1.5)
        await both.next("latest")
        await speak(world, channels["here"], 2.0)
        for stream in (ada, shell, both):
            [seen] = (await stream.next("latest"))["sensors"]
            assert (seen["id"], seen["latest"]["value"]) == ("here/fridge", 2.0)


async def test_a_sensor_that_i_may_not_see_cannot_be_followed(
    served: Served, channels: dict[str, int]
) -> None:
    async with served.stream("vera", sensor=["here/fridge", "there/fridge"]) as vera:
        assert vera.answer.status_code == 404
    async with served.stream("vera", sensor=["fridge"]) as vera:
        assert vera.answer.status_code == 422


async def test_a_narrow_stream_loses_and_regains_its_sensor_with_the_grant(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with (
        served.stream("vera", sensor=["here/fridge"], states=True) as vera,
        served.stream("ada", sensor=["here/fridge"]) as ada,
    ):
        here = await world.connection.fetchval("DELETE FROM access_grant RETURNING site_id")
        await vera.next("grants")
        await speak(world, channels["here"], 2.0)
        await ada.next("latest")
        await world.grant(here, "viewer", username="vera")
        await vera.next("grants")
        await speak(world, channels["here"], 3.0)
        [seen] = (await vera.next("latest"))["sensors"]
        assert seen["latest"]["value"] == 3.0


async def test_another_stream_goes_on_where_a_narrow_one_left_others_out(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    before = (await served.api.get("ada", "/overview"))["mark"]
    async with served.stream("ada", sensor=["here/fridge"]) as ada:
        await speak(world, channels["there"], 1.0)
        await speak(world, channels["here"], 2.0)
        await ada.next("latest")
    async with served.stream("ada", site="there", **{"Last-Event-ID": str(before)}) as ada:
        [seen] = (await ada.next("latest"))["sensors"]
        assert (seen["id"], seen["latest"]["value"]) == ("there/fridge", 1.0)


async def test_streams_are_told_whose_history_was_recalculated(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    ids = {
        row["slug"]: row["id"]
        for row in await world.connection.fetch(
            "SELECT site.slug, s.id FROM sensor s JOIN site ON site.id = s.site_id"
        )
    }
    async with (
        served.stream("vera") as vera,
        served.stream("ada", sensor=["there/fridge"], states=True) as ada,
    ):
        await send_recalculated(world.connection, ids.values())
        assert (await vera.next("recalculated"))["sensors"] == ["here/fridge"]
        assert (await ada.next("recalculated"))["sensors"] == ["there/fridge"]


async def test_a_quiet_stream_sends_heartbeats(served: Served, channels: dict[str, int]) -> None:
    async with served.stream("vera") as vera:
        assert (await vera.event())[0] == "heartbeat"


async def test_the_span_of_a_stream_ends_while_the_stream_goes_on(served: Served) -> None:
    with collected() as spans:
        async with served.stream("ada") as ada:
            await ada.event()
            [request] = [span for span in spans.spans if span["kind"] == "server"]
            assert request["span"] == "GET /api/v1/live"
            assert request["attributes"]["http.response.status_code"] == 200
