"""The diagnosis of a device, from rows as worker and ingest write them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from device_changes import people
from linked import collect, connect, disconnect, refuse, take_over, watch
from rejected import reject

from isotherm.instants import to_ms
from isotherm.links import Attempt, Ending

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BEGUN = NOW - HOUR


async def _register(world: Any, site: int | None, name: str = "probe") -> None:
    """Insert a device whose password was made half an hour ago."""
    await world.connection.execute(
        "INSERT INTO device (name, site_id, credential_version, credential_at, created_at)"
        " VALUES ($1, $2, 1, $3, $3)",
        name,
        site,
        NOW - HOUR / 2,
    )


async def _diagnose(api: Any, person: str = "operator", name: str = "probe") -> Any:
    return await api.get(person, f"/devices/{name}/diagnosis")


async def test_a_device_that_never_connected(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await _register(world, here)
    await watch(world, BEGUN)
    await collect(world)
    assert await _diagnose(api) == {
        "verdict": "never_connected",
        "connected": False,
        "since": None,
        "address": None,
        "last_disconnected": None,
        "reason": None,
        "takeovers": {"count": 0, "recent": 0, "last": None},
        "refused": {"count": 0, "since": to_ms(NOW - 10 * MINUTE), "addresses": [], "garbled": 0},
        "topic": "sensors/probe/temperature",
        "last_message": None,
        "rejects": [],
        "ignored": 0,
        "collecting": True,
        "watched_since": to_ms(BEGUN),
    }


async def test_the_address_of_a_deleted_device_is_not_told_of_the_next_one_of_its_name(
    api: Any, world: Any
) -> None:
    here, _ = await people(world)
    await watch(world, BEGUN)
    await connect(world, "probe", NOW - HOUR / 2 - MINUTE)
    await _register(world, here)
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["address"]) == ("never_connected", None)
    await world.connection.execute("UPDATE device SET created_at = $1", NOW - HOUR)
    assert (await _diagnose(api))["address"] is not None


async def test_a_connection_its_silence_and_its_end(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await _register(world, here)
    await watch(world, BEGUN)
    since = NOW - 5 * MINUTE
    await connect(world, "probe", since)
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["connected"]) == ("connected_silent", True)
    assert (diagnosis["since"], diagnosis["address"]) == (to_ms(since), "10.0.0.7")
    assert diagnosis["collecting"] is False
    ended = NOW - MINUTE
    await disconnect(world, "probe", ended)
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["connected"], diagnosis["since"]) == (
        "disconnected", False, None,
    )  # fmt: skip
    assert (diagnosis["last_disconnected"], diagnosis["reason"]) == (to_ms(ended), "timeout")
    for ending in set(Ending) - {Ending.REFUSED}:
        await disconnect(world, "probe", ended, ending)
        assert (await _diagnose(api))["reason"] == ending


async def test_readings_that_arrive_whatever_the_device_says(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await watch(world, BEGUN)
    channel = await world.channel("probe", here)
    await world.readings(channel, [(NOW - MINUTE, 4.5, 0)])
    await world.connection.execute(
        "UPDATE device SET connection = 'offline', connection_at = $1", NOW - 2 * MINUTE
    )
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["connected"]) == ("arriving", True)
    assert diagnosis["last_message"] == to_ms(NOW - MINUTE)
    await world.connection.execute("UPDATE channel SET state = 'ignored'")
    assert (await _diagnose(api))["ignored"] == 1


async def test_take_overs(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await _register(world, here)
    await watch(world, BEGUN)
    await connect(world, "probe", NOW - MINUTE)
    await take_over(world, "probe", NOW - 25 * HOUR, 100)
    await take_over(world, "probe", NOW - 2 * HOUR, 5)
    await take_over(world, "other", NOW - MINUTE, 50)
    assert (await _diagnose(api))["verdict"] == "connected_silent"
    await take_over(world, "probe", NOW - MINUTE, 3)
    diagnosis = await _diagnose(api)
    assert diagnosis["verdict"] == "taken_over"
    assert diagnosis["takeovers"] == {"count": 8, "recent": 3, "last": to_ms(NOW - MINUTE)}


async def test_rejects(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await _register(world, here)
    await watch(world, BEGUN)
    await connect(world, "probe", NOW - HOUR / 2)
    await reject(world, "probe", "not_json")
    await reject(world, "other", "bad_unit")
    diagnosis = await _diagnose(api)
    assert diagnosis["verdict"] == "rejected"
    [refused] = diagnosis["rejects"]
    assert (refused["reason"], refused["count"]) == ("not_json", 2)
    assert refused["last"] == to_ms(NOW - HOUR / 2)
    assert (refused["title"], bool(refused["cure"])) == ("Neither a number nor JSON", True)


async def test_rejects_beyond_the_kept_ones_may_be_as_new_as_now(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await watch(world, BEGUN)
    api.services.clock.instant = NOW + 20 * MINUTE
    channel = await world.channel("probe", here)
    await world.readings(channel, [(NOW + 10 * MINUTE, 4.5, 0)])
    await world.connection.execute(
        "INSERT INTO reject_count (hour, device_name, reason, count, kept)"
        " VALUES ($1, 'probe', 'not_json', 500, 100)",
        NOW,
    )
    assert (await _diagnose(api))["verdict"] == "rejected"


async def test_unwatched(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await _register(world, here)
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["connected"]) == ("unwatched", None)
    assert diagnosis["watched_since"] is None
    await watch(world, BEGUN)
    await world.connection.execute("UPDATE link_watch SET seen_at = now() - interval '1 minute'")
    assert (await _diagnose(api))["verdict"] == "unwatched"
    await watch(world, NOW - MINUTE)  # after the device was registered
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["watched_since"]) == ("unwatched", to_ms(NOW - MINUTE))


async def test_a_disabled_device(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await _register(world, here)
    await world.connection.execute("UPDATE device SET disabled_at = $1", NOW - MINUTE)
    assert (await _diagnose(api))["verdict"] == "disabled"


async def test_refused_logins_and_whose_addresses_are_shown(api: Any, world: Any) -> None:
    here, there = await people(world)
    await _register(world, here)
    await _register(world, there, "foreign")
    await _register(world, here, "neighbour")
    await watch(world, NOW - 3 * MINUTE)
    await connect(world, "probe", NOW - HOUR, "10.0.0.7")
    await connect(world, "neighbour", NOW - HOUR, "10.0.0.8")
    await connect(world, "foreign", NOW - HOUR, "10.9.0.1")
    await refuse(world, NOW - 11 * MINUTE, "10.0.0.7", 100)
    await refuse(world, NOW - 3 * MINUTE, "10.0.0.7", 2)
    await refuse(world, NOW - 2 * MINUTE, "10.0.0.8", 3)
    await refuse(world, NOW - 2 * MINUTE, "10.9.0.1", 4)
    await refuse(world, NOW - MINUTE, "203.0.113.5", 5)
    await refuse(world, NOW - MINUTE, "", 6)
    await refuse(world, NOW - MINUTE, "10.0.0.7", 7, Attempt.GARBLED)

    async def shown(person: str) -> tuple[int, int, list[str]]:
        refused = (await _diagnose(api, person))["refused"]
        assert refused["since"] == to_ms(NOW - 3 * MINUTE)
        return (
            refused["count"],
            refused["garbled"],
            [item["address"] for item in refused["addresses"]],
        )

    assert await shown("operator") == (20, 7, ["10.0.0.8", "10.0.0.7"])
    assert await shown("both") == (20, 7, ["10.0.0.8", "10.9.0.1", "10.0.0.7"])
    assert await shown("ada") == (20, 7, ["203.0.113.5", "10.0.0.8", "10.9.0.1", "10.0.0.7"])


async def test_the_addresses_shown_are_bounded(api: Any, world: Any) -> None:
    here, _ = await people(world)
    await _register(world, here)
    for number in range(30):
        await refuse(world, NOW - MINUTE, f"203.0.113.{number}")
    refused = (await _diagnose(api, "ada"))["refused"]
    assert (refused["count"], len(refused["addresses"])) == (30, 10)
