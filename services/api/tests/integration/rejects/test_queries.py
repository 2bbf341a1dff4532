"""Rejects as rows: what a page holds at most, and what is counted."""

from datetime import UTC, datetime, timedelta
from typing import Any

from client_parts import access
from rejected import reject

from isotherm.instants import to_ms
from isotherm_api.access import Role
from isotherm_api.ranges import Range
from isotherm_api.rejects import queries
from isotherm_api.rejects.queries import Wanted
from isotherm_api.rejects.schemas import SHOWN_BYTES

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = {"from": to_ms(NOW - 24 * HOUR), "to": to_ms(NOW + HOUR)}
EVER = Range(NOW - 24 * HOUR, NOW + HOUR)


async def test_a_page_is_bounded_in_bytes_whatever_is_stored(api: Any, world: Any) -> None:
    """Also of rows that an earlier version stored, with their topics whole."""
    for n in range(100):
        await reject(world, "d", "time_without_zone", b"\\" * 300_000)
        await world.connection.execute(
            "UPDATE reject SET topic = repeat('é', 30000), detail = repeat('d', 60000),"
            " refused_again = repeat('r', 60000), whole = true WHERE topic = 't'"
            if n % 2
            else "UPDATE reject SET topic = repeat('é', 68), topic_bytes = 60000 WHERE topic = 't'"
        )
    answer = await api.ask("ada", "/rejects", params=TODAY)
    assert len(answer.content) < 100 * 16_000
    items = answer.json()["items"]
    assert len(items) == 100
    assert {item["topic_bytes"] for item in items} == {60_000}
    assert {len(item["topic"]) for item in items} == {68, 137}
    assert {len(item["payload_text"]) for item in items} == {4096}
    assert {item["payload_bytes"] for item in items} == {300_000}


async def test_counts_cover_every_hour_the_range_touches(api: Any, world: Any) -> None:
    for hours, table in (
        (3, "reject_hour"),
        (2, "reject_hour"),
        (1, "reject_count"),
        (0, "reject_count"),
    ):
        await world.connection.execute(
            f"INSERT INTO {table} (hour, device_name, reason, count) VALUES ($1, 'd', 'x', $2)",
            NOW - hours * HOUR,
            10**hours,
        )
    half = HOUR / 2
    for start, end, count in (
        (NOW - 2 * HOUR, NOW, 110),
        (NOW - HOUR - half, NOW - HOUR, 100),
        (NOW - half, NOW + half, 11),
        (NOW - 3 * HOUR, NOW + HOUR, 1111),
    ):
        document = await api.get("ada", "/rejects", **{"from": to_ms(start), "to": to_ms(end)})
        assert [reason["count"] for reason in document["counts"]] == [count]


async def test_a_filter_is_limited_to_the_sites_of_an_operator(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    roles = {f"site{here}": Role.OPERATOR, f"site{there}": Role.VIEWER}
    for caller, sites in (
        (access(), None),
        (access(admin=False, **roles), [here]),
        (access(admin=False), []),
    ):
        assert Wanted.of(caller, EVER, "d", "not_json") == Wanted(EVER, sites, "d", "not_json")


async def test_rejects_of_unknown_devices_belong_to_no_site(api: Any, world: Any) -> None:
    here = await world.site("here")
    await world.channel("mine", here)
    for device in ("mine", "stranger", None):
        await reject(world, device, "not_json")
    async with api.services.database.reading() as connection:
        for sites, device, devices in (
            (None, None, [None, "stranger", "mine"]),
            ([here], None, ["mine"]),
            ([here], "stranger", []),
            (None, "stranger", ["stranger"]),
            ([], None, []),
        ):
            wanted = Wanted(EVER, sites, device, None)
            rows = await queries.load_page(connection, wanted, None, 9)
            assert [row["device_name"] for row in rows] == devices
            counts = await queries.load_counts(connection, wanted)
            assert sum(row["kept"] for row in counts) == len(devices)


async def test_a_page_is_half_open_in_time_and_begins_below_an_id(api: Any, world: Any) -> None:
    for _ in range(3):
        await reject(world, "d", "not_json")
    at = NOW - HOUR / 2
    async with api.services.database.reading() as connection:
        whole = Wanted(Range(at, at + HOUR), None, None, None)
        rows = await queries.load_page(connection, whole, None, 9)
        ids = [row["id"] for row in rows]
        assert ids == sorted(ids, reverse=True)
        assert len(ids) == 3
        following = await queries.load_page(connection, whole, ids[0], 1)
        assert [row["id"] for row in following] == [ids[1]]
        before = Wanted(Range(at - HOUR, at), None, None, None)
        assert await queries.load_page(connection, before, None, 9) == []


async def test_the_highest_count_comes_first_also_if_one_reason_is_asked_for(
    api: Any, world: Any
) -> None:
    for reason, times in (("bad_unit", 1), ("not_json", 2), ("absent", 1)):
        for _ in range(times):
            await reject(world, "d", reason)
    async with api.services.database.reading() as connection:
        wanted = Wanted(EVER, None, None, "bad_unit")
        rows = await queries.load_page(connection, wanted, None, 9)
        counts = await queries.load_counts(connection, wanted)
    assert [row["reason"] for row in rows] == ["bad_unit"]
    assert [tuple(row.values()) for row in counts] == [
        ("not_json", 4, 2), ("absent", 2, 1), ("bad_unit", 2, 1),
    ]  # fmt: skip


async def test_a_payload_is_cut_to_what_is_shown(api: Any, world: Any) -> None:
    for size in (SHOWN_BYTES, SHOWN_BYTES + 1):
        await reject(world, "d", "not_json", b"x" * size)
    async with api.services.database.reading() as connection:
        rows = await queries.load_page(connection, Wanted(EVER, None, None, None), None, 9)
    assert {len(row["payload"]) for row in rows} == {SHOWN_BYTES}
    assert [row["payload_bytes"] for row in rows] == [SHOWN_BYTES + 1, SHOWN_BYTES]
