"""A diagnosis says why nothing arrives, from rows as worker and ingest write them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from client_parts import access, access_at
from linked import collect, connect, disconnect, insert_device, refuse, take_over, watch
from rejected import reject

from isotherm.instants import to_ms
from isotherm.links import REFUSALS_WITHIN, Attempt, Ending
from isotherm_api import hardware
from isotherm_api.access import Access, Role
from isotherm_api.devices.diagnosis.build import diagnose

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BEGUN, REGISTERED = NOW - HOUR, NOW - HOUR / 2


async def _diagnose(api: Any, caller: Access | None = None) -> dict[str, Any]:
    """Return the diagnosis of `probe`, for an administrator unless told otherwise."""
    caller = caller or access()
    async with api.services.database.reading() as connection:
        device = await hardware.device(connection, caller, "probe")
        diagnosis = await diagnose(connection, caller, device, api.services.clock.now())
    return diagnosis.model_dump()


async def _verdict(api: Any) -> Any:
    return (await _diagnose(api))["verdict"]


async def test_a_device_that_never_connected(api: Any, world: Any) -> None:
    await insert_device(world, REGISTERED)
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


async def test_a_connection_its_silence_and_its_end(api: Any, world: Any) -> None:
    await insert_device(world, REGISTERED)
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
    judged = [diagnosis[name] for name in ("verdict", "connected", "since")]
    assert judged == ["disconnected", False, None]
    assert (diagnosis["last_disconnected"], diagnosis["reason"]) == (to_ms(ended), "timeout")
    for ending in set(Ending) - {Ending.REFUSED}:
        await disconnect(world, "probe", ended, ending)
        assert (await _diagnose(api))["reason"] == ending


async def test_readings_that_arrive_whatever_the_device_says(api: Any, world: Any) -> None:
    await watch(world, BEGUN)
    channel = await world.channel("probe")
    await world.readings(channel, [(NOW - MINUTE, 4.5, 0)])
    await world.connection.execute(
        "UPDATE device SET connection = 'offline', connection_at = $1", NOW - 2 * MINUTE
    )
    await world.connection.execute("UPDATE channel SET state = 'ignored'")
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["connected"]) == ("arriving", True)
    assert (diagnosis["last_message"], diagnosis["ignored"]) == (to_ms(NOW - MINUTE), 1)


async def test_take_overs(api: Any, world: Any) -> None:
    await insert_device(world, REGISTERED)
    await watch(world, BEGUN)
    await connect(world, "probe", NOW - MINUTE)
    await take_over(world, "probe", NOW - 2 * HOUR, 5)
    await take_over(world, "probe", NOW - MINUTE, 1)
    assert await _verdict(api) == "connected_silent"
    await world.connection.execute("UPDATE device_takeover SET count = count + 2")
    diagnosis = await _diagnose(api)
    assert diagnosis["verdict"] == "taken_over"
    assert diagnosis["takeovers"] == {"count": 10, "recent": 3, "last": to_ms(NOW - MINUTE)}


async def test_rejects(api: Any, world: Any) -> None:
    await insert_device(world, REGISTERED)
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
    await reject(world, "probe", "of_a_newer_ingest")
    unknown = (await _diagnose(api))["rejects"][1]
    assert (unknown["title"], unknown["cure"]) == ("of_a_newer_ingest", "")


async def test_rejects_beyond_the_kept_ones_may_be_as_new_as_now(api: Any, world: Any) -> None:
    await watch(world, BEGUN)
    api.services.clock.instant = NOW + 20 * MINUTE
    channel = await world.channel("probe")
    await world.readings(channel, [(NOW + 10 * MINUTE, 4.5, 0)])
    await world.connection.execute(
        "INSERT INTO reject_count (hour, device_name, reason, count, kept)"
        " VALUES ($1, 'probe', 'not_json', 500, 100)",
        NOW,
    )
    assert await _verdict(api) == "rejected"


async def test_unwatched(api: Any, world: Any) -> None:
    await insert_device(world, REGISTERED)
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["connected"]) == ("unwatched", None)
    assert diagnosis["watched_since"] is None
    assert diagnosis["refused"]["since"] == to_ms(NOW - REFUSALS_WITHIN)
    await watch(world, BEGUN)
    await world.connection.execute("UPDATE link_watch SET seen_at = now() - interval '1 minute'")
    assert await _verdict(api) == "unwatched"
    await watch(world, NOW - MINUTE)  # after the device was registered
    diagnosis = await _diagnose(api)
    assert (diagnosis["verdict"], diagnosis["watched_since"]) == ("unwatched", to_ms(NOW - MINUTE))


async def test_nobody_could_log_in_before_the_last_password_was_made(api: Any, world: Any) -> None:
    await insert_device(world, REGISTERED)
    await watch(world, NOW - 20 * MINUTE)
    assert await _verdict(api) == "unwatched"
    await world.connection.execute("UPDATE device SET credential_at = $1", NOW - 20 * MINUTE)
    assert await _verdict(api) == "never_connected"
    await world.connection.execute("UPDATE device SET credential_at = NULL")
    assert await _verdict(api) == "unwatched"


async def test_a_device_that_may_not_connect(api: Any, world: Any) -> None:
    await insert_device(world, REGISTERED)
    for column in ("disabled_at", "removed_at"):
        await world.connection.execute(f"UPDATE device SET {column} = $1", NOW - MINUTE)
        assert await _verdict(api) == "disabled"
        await world.connection.execute(f"UPDATE device SET {column} = NULL")


async def test_refused_logins_and_whose_addresses_are_shown(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await insert_device(world, REGISTERED, here)
    await insert_device(world, REGISTERED, there, "foreign")
    await insert_device(world, REGISTERED, here, "neighbour")
    await watch(world, NOW - 3 * MINUTE)
    await connect(world, "probe", NOW - HOUR, "10.0.0.7")
    await connect(world, "neighbour", NOW - HOUR, "10.0.0.8")
    await connect(world, "foreign", NOW - HOUR, "10.9.0.1")
    await refuse(world, NOW - REFUSALS_WITHIN, "10.0.0.7", 100)
    await refuse(world, NOW - 3 * MINUTE, "10.0.0.7", 2)
    await refuse(world, NOW - 2 * MINUTE, "10.0.0.8", 3)
    await refuse(world, NOW - 2 * MINUTE, "10.9.0.1", 4)
    await refuse(world, NOW - MINUTE, "203.0.113.5", 5)
    await refuse(world, NOW - MINUTE, "", 6)
    await refuse(world, NOW - MINUTE, "10.0.0.7", 7, Attempt.GARBLED)

    async def shown(caller: Access) -> tuple[int, int, list[str]]:
        refused = (await _diagnose(api, caller))["refused"]
        assert refused["since"] == to_ms(NOW - 3 * MINUTE)
        addresses = [item["address"] for item in refused["addresses"]]
        return refused["count"], refused["garbled"], addresses

    of_here = access_at({here: Role.OPERATOR, there: Role.VIEWER})
    assert await shown(of_here) == (20, 7, ["10.0.0.8", "10.0.0.7"])
    of_both = access_at(dict.fromkeys((here, there), Role.OPERATOR))
    assert await shown(of_both) == (20, 7, ["10.0.0.8", "10.9.0.1", "10.0.0.7"])
    assert await shown(access()) == (20, 7, ["203.0.113.5", "10.0.0.8", "10.9.0.1", "10.0.0.7"])


async def test_the_addresses_shown_are_bounded(api: Any, world: Any) -> None:
    await insert_device(world, REGISTERED)
    for number in range(30):
        await refuse(world, NOW - MINUTE, f"203.0.113.{number}")
    refused = (await _diagnose(api))["refused"]
    assert (refused["count"], len(refused["addresses"])) == (30, 10)
