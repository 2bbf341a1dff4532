"""A reconnecting client is offered what changed while it was away."""

from typing import Any

from live_parts import Served, speak


async def test_a_reconnecting_client_catches_up(
    served: Served, world: Any, channels: dict[str, int]
) -> None:
    before = (await served.api.get("vera", "/overview"))["mark"]
    async with served.stream("ada") as ada:
        await speak(world, channels["here"], 2.0)
        await ada.next("latest")
    async with served.stream("vera", **{"Last-Event-ID": str(before)}) as vera:
        assert (await vera.next("latest"))["sensors"][0]["latest"]["value"] == 2.0
    for junk in ("x", "-1", "9" * 40, "٣"):
        headers = {"Last-Event-ID": junk.encode()}
        async with served.stream("vera", **headers) as vera:  # type: ignore[arg-type]
            assert vera.answer.status_code == 200
