"""A change of grants applies to the open streams."""

from typing import Any

from live_parts import Served, speak


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
