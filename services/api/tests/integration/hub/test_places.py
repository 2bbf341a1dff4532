"""Open streams follow what people do to sensors and sites, through the real notifications."""

from typing import Any

from live_parts import Served, speak


async def change(served: Served, path: str, method: str = "PATCH", **body: Any) -> None:
    """Change a sensor or a site as administrator."""
    options = {"json": body} if body else {}
    answer = await served.api.ask("ada", path, method=method, headers={"If-Match": "*"}, **options)
    assert answer.status_code in (200, 201, 204), answer.text


async def test_a_new_and_a_renamed_sensor_are_sent(
    served: Served, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera:
        await change(served, "/sensors", "POST", site="here", name="Room")
        [added] = (await vera.next("latest"))["sensors"]
        assert (added["id"], added["state"], added["archived"]) == ("here/room", "never", None)
        await change(served, "/sensors/here/room", name="Cellar", after="fridge")
        sensors = (await vera.next("latest"))["sensors"]
        [renamed] = [sensor for sensor in sensors if sensor["id"] == "here/room"]
        assert renamed["name"] == "Cellar"
        await change(served, "/sites/here", name="Over here")
        sensors = (await vera.next("latest"))["sensors"]
        assert {sensor["site_name"] for sensor in sensors} == {"Over here"}


async def test_an_archived_sensor_vanishes_is_silent_and_comes_back(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera, served.stream("ada", site="there") as ada:
        await speak(world, channels["here"], 2.0)
        await vera.next("latest")
        await change(served, "/sensors/here/fridge", archived=True)
        assert await vera.next("places") == {}
        assert (await served.api.get("vera", "/overview"))["sensors"]["slug"] == []
        await speak(world, channels["here"], 3.0)
        await speak(world, channels["there"], 4.0)
        assert (await ada.next("latest"))["sensors"][0]["id"] == "there/fridge"
        await change(served, "/sensors/here/fridge", archived=False)
        [restored] = (await vera.next("latest"))["sensors"]
        assert (restored["id"], restored["latest"]["value"]) == ("here/fridge", 3.0)
        assert restored["archived"] is None


async def test_the_sensors_of_an_archived_site_vanish_and_come_back(
    served: Served, channels: dict[str, int]
) -> None:
    async with served.stream("vera") as vera:
        await change(served, "/sites/here", archived=True)
        await vera.next("places")
        await change(served, "/sites/here", archived=False)
        assert [sensor["id"] for sensor in (await vera.next("latest"))["sensors"]] == [
            "here/fridge"
        ]


async def test_those_of_a_deleted_site_vanish(served: Served, channels: dict[str, int]) -> None:
    async with served.stream("ada") as ada:
        await change(served, "/sites/here", "DELETE")
        await ada.next("places")


async def test_who_was_away_meanwhile_reads_the_lists_again(
    served: Served, channels: dict[str, int]
) -> None:
    before = (await served.api.get("vera", "/overview"))["mark"]
    await change(served, "/sensors/here/fridge", archived=True)
    async with served.stream("vera", **{"Last-Event-ID": str(before)}) as vera:
        await vera.next("places")
