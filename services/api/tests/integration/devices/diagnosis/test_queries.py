"""The facts of a diagnosis as rows: how far back each goes, and what is not claimed of a device."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from linked import collect, connect, disconnect, insert_device, refuse, take_over, watch

from isotherm.links import REFUSALS_WITHIN, Attempt
from isotherm.watch import SILENT_S
from isotherm_api.devices.diagnosis import queries

NOW = datetime(2026, 11, 23, 12, 20, 30, tzinfo=UTC)
MINUTE, HOUR, US = timedelta(minutes=1), timedelta(hours=1), timedelta(microseconds=1)
THIS_HOUR = NOW.replace(minute=0, second=0)
LATE = timedelta(seconds=SILENT_S)


async def test_a_connection_of_a_deleted_device_is_not_that_of_the_next_one_of_its_name(
    world: Any,
) -> None:
    connection = world.connection
    await connect(world, "probe", NOW - HOUR - US)
    assert await queries.read_link(connection, "probe") is None
    await insert_device(world, NOW - HOUR)
    assert await queries.read_link(connection, "probe") is None
    # one that was never registered has no earlier namesake
    await connection.execute("UPDATE device SET credential_version = 0")
    assert await queries.read_link(connection, "probe") is not None
    await connection.execute("UPDATE device SET credential_version = 1")
    await connect(world, "probe", NOW - HOUR)
    row = await queries.read_link(connection, "probe")
    assert row is not None
    assert (row["connected_at"], row["address"]) == (NOW - HOUR, "10.0.0.7")


async def test_a_connection_of_which_only_the_end_was_noticed_is_dated_by_it(world: Any) -> None:
    await insert_device(world, NOW - HOUR)
    await connect(world, "probe", NOW - 2 * HOUR)
    await disconnect(world, "probe", NOW)
    assert await queries.read_link(world.connection, "probe") is None
    await world.connection.execute("UPDATE device_link SET connected_at = NULL")
    row = await queries.read_link(world.connection, "probe")
    assert row is not None
    assert row["disconnected_at"] == NOW


async def test_a_watch_and_an_ingest_that_fell_silent_count_no_more(world: Any) -> None:
    async def facts() -> tuple[datetime | None, bool]:
        row = await queries.read_watch(world.connection)
        return row["watched_since"], row["collecting"]

    async with world.connection.transaction():  # in which now() stands still
        assert await facts() == (None, False)
        await watch(world, NOW)
        await collect(world)
        assert await facts() == (NOW, True)
        for silence, expected in ((LATE - US, (NOW, True)), (LATE, (None, False))):
            for table in ("link_watch", "ingest_instance"):
                await world.connection.execute(
                    f"UPDATE {table} SET seen_at = now() - $1::interval", silence
                )
            assert await facts() == expected


async def test_an_ingest_collects_while_it_is_connected_and_subscribed(world: Any) -> None:
    await collect(world)
    for column in ("connected", "subscribed"):
        await world.connection.execute(f"UPDATE ingest_instance SET {column} = false")
        assert not (await queries.read_watch(world.connection))["collecting"]
        await world.connection.execute(f"UPDATE ingest_instance SET {column} = true")
        assert (await queries.read_watch(world.connection))["collecting"]


async def test_take_overs_count_for_a_day_and_are_recent_for_an_hour(world: Any) -> None:
    async def counts() -> tuple[int, int, datetime | None]:
        row = await queries.read_takeovers(world.connection, "probe", NOW)
        return row["count"], row["recent"], row["last_at"]

    await take_over(world, "probe", NOW - 24 * HOUR, 100)
    await take_over(world, "other", NOW, 50)
    assert await counts() == (0, 0, None)
    await take_over(world, "probe", NOW - 23 * HOUR, 5)
    await take_over(world, "probe", NOW - HOUR, 7)
    assert await counts() == (12, 0, NOW - HOUR)
    await world.connection.execute("UPDATE device_takeover SET last_at = last_at + $1", US)
    assert await counts() == (112, 7, NOW - HOUR + US)


async def test_attempts_count_for_as_long_as_people_try_again(world: Any) -> None:
    """Their minute may have begun before; newest first."""
    oldest = NOW - REFUSALS_WITHIN
    for at, address, count, kind in (
        (oldest, "10.0.0.1", 100, Attempt.REFUSED),
        (oldest + US, "10.0.0.2", 1, Attempt.REFUSED),
        (NOW - MINUTE, "10.0.0.2", 2, Attempt.REFUSED),
        (NOW - 2 * MINUTE, "10.0.0.2", 4, Attempt.GARBLED),
        (NOW, "", 8, Attempt.REFUSED),
        (NOW - MINUTE, "10.0.0.1", 16, Attempt.REFUSED),
    ):
        await refuse(world, at, address, count, kind)
    rows = await queries.load_attempts(world.connection, NOW)
    assert [tuple(row) for row in rows] == [
        ("refused", "", 8, NOW),
        ("refused", "10.0.0.1", 16, NOW - MINUTE),
        ("refused", "10.0.0.2", 3, NOW - MINUTE),
        ("garbled", "10.0.0.2", 4, NOW - 2 * MINUTE),
    ]


async def test_own_addresses_are_those_of_the_device_and_of_the_sites(world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    device = await insert_device(world, NOW - HOUR)
    for name, site, address in (
        ("neighbour", here, "10.0.0.1"), ("second", here, "10.0.0.1"), ("far", there, "10.0.0.2"),
    ):  # fmt: skip
        await insert_device(world, NOW - HOUR, site, name)
        await connect(world, name, NOW, address)
    await connect(world, "probe", NOW, "10.0.0.3")
    await connect(world, "stranger", NOW, "10.0.0.4")
    addresses = [f"10.0.0.{number}" for number in range(1, 6)]

    async def own(asked: list[str], *site_ids: int) -> set[str]:
        return await queries.load_own_addresses(world.connection, asked, site_ids, device)

    assert await own(addresses) == {"10.0.0.3"}
    assert await own(addresses, here) == {"10.0.0.1", "10.0.0.3"}
    assert await own(["10.0.0.2"], here, there) == {"10.0.0.2"}
    assert await own([], here) == set()


async def _count_rejects(
    world: Any, hours_ago: int, reason: str, count: int, kept: int, name: str = "probe"
) -> None:
    await world.connection.execute(
        "INSERT INTO reject_hour (hour, device_name, reason, count, kept, kept_bytes)"
        " VALUES ($1, $2, $3, $4, $5, 0)",
        THIS_HOUR - hours_ago * HOUR, name, reason, count, kept,
    )  # fmt: skip


async def _load_rejects(world: Any) -> list[Mapping[str, Any]]:
    return [dict(row) for row in await queries.load_rejects(world.connection, "probe", NOW)]


async def test_rejects_count_by_reason_since_the_hour_before_this_one(world: Any) -> None:
    await _count_rejects(world, 2, "not_json", 100, 100)
    await _count_rejects(world, 1, "not_json", 3, 3)
    await _count_rejects(world, 0, "not_json", 4, 4)
    await _count_rejects(world, 1, "bad_unit", 5, 5)
    await _count_rejects(world, 0, "bad_value", 6, 6, "other")
    assert await _load_rejects(world) == [
        {"reason": "not_json", "count": 7, "last_at": THIS_HOUR, "may_be_at": THIS_HOUR},
        {
            "reason": "bad_unit", "count": 5,
            "last_at": THIS_HOUR - HOUR, "may_be_at": THIS_HOUR - HOUR,
        },
    ]  # fmt: skip


async def test_a_reject_is_dated_by_the_last_one_kept_and_one_not_kept_may_be_of_now(
    world: Any,
) -> None:
    kept_at = NOW - 40 * MINUTE
    for at, name in ((kept_at - MINUTE, "probe"), (kept_at, "probe"), (NOW, "other")):
        await world.connection.execute(
            "INSERT INTO reject (received_at, topic, device_name, channel_name, reason, detail,"
            " payload, payload_bytes, instance)"
            " VALUES ($1, 't', $2, 'temperature', 'not_json', '', '', 0, 'i')",
            at,
            name,
        )
    await _count_rejects(world, 1, "not_json", 2, 2)
    [reject] = await _load_rejects(world)
    assert (reject["last_at"], reject["may_be_at"]) == (kept_at, kept_at)
    await _count_rejects(world, 0, "not_json", 2, 1)
    [reject] = await _load_rejects(world)
    assert (reject["count"], reject["last_at"], reject["may_be_at"]) == (4, kept_at, NOW)


async def test_one_not_kept_may_be_of_the_end_of_the_last_hour_that_has_some(world: Any) -> None:
    await _count_rejects(world, 1, "not_json", 500, 100)
    [reject] = await _load_rejects(world)
    assert reject["may_be_at"] == THIS_HOUR
    # one of an hour before the last that has some is older than those
    await _count_rejects(world, 0, "not_json", 2, 2)
    [reject] = await _load_rejects(world)
    assert reject["may_be_at"] == THIS_HOUR == reject["last_at"]


async def test_only_ignored_channels_of_the_device_count(world: Any) -> None:
    for name in ("inside", "outside", "water"):
        await world.propose("probe", channel=name)
    await world.propose("other")
    device = await world.connection.fetchval("SELECT id FROM device WHERE name = 'probe'")
    assert await queries.count_ignored(world.connection, device) == 0
    await world.connection.execute("UPDATE channel SET state = 'ignored' WHERE name <> 'water'")
    assert await queries.count_ignored(world.connection, device) == 2
