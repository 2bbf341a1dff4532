"""Proposals as rows: what a page counts, by how many statements, and the sensors they become."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from minutely import minutes

from isotherm.instants import to_ms
from isotherm_api.proposals import queries

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def test_counting_stops_at_1000_readings(api: Any, world: Any) -> None:
    channel = await world.propose("probe")
    second = timedelta(seconds=1)
    await world.readings(channel, [(NOW - second * n, 4.0, 0) for n in range(1001)])
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert (proposal["count"], proposal["count_capped"]) == (1000, True)
    assert proposal["first_measured"] == to_ms(NOW - second * 1000)
    await world.connection.execute("DELETE FROM reading WHERE measured_at = $1", NOW - second)
    [proposal] = (await api.get("ada", "/proposals"))["items"]
    assert (proposal["count"], proposal["count_capped"]) == (1000, False)


async def test_a_page_takes_five_statements_whatever_its_length(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.connection.execute(
        "INSERT INTO device (name, site_id) SELECT 'd-' || n, $1 FROM generate_series(1, 3000) n",
        site,
    )
    await world.connection.execute(
        "INSERT INTO channel (device_id, name) SELECT id, 'temperature' FROM device ORDER BY id"
    )
    last = await world.propose("newest", site)
    await world.readings(last, minutes(3))
    older = await world.connection.fetchval("SELECT min(id) + 2998 FROM channel")
    await world.readings(older, [(NOW - 40 * DAY, 21.0, 0), (NOW - 41 * DAY, 21.5, 0)])
    seen, cursor = [], None
    while len(seen) < 10:
        page = await api.get("ada", "/proposals", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += page["items"]
        cursor = page["next"]
    assert [proposal["device"] for proposal in seen][:4] == ["newest", "d-3000", "d-2999", "d-2998"]
    assert len({proposal["device"] for proposal in seen}) == len(seen)
    assert [proposal["count"] for proposal in seen[:4]] == [3, 0, 2, 0]
    # samples are searched around the channel's newest reading, not around now
    assert [sample["value"] for sample in seen[2]["samples"]] == [21.0, 21.5]
    assert await _statements(api, limit=100) == await _statements(api, limit=1) == 5


async def _statements(api: Any, **params: Any) -> int:
    """Return the number of SQL statements that a page takes."""
    counted: list[str] = []

    class Counting:
        """The database of the api, counting every statement."""

        @asynccontextmanager
        async def reading(self) -> AsyncIterator[Any]:
            async with parts.database.reading() as connection:
                with connection.query_logger(lambda query: counted.append(query.query)):
                    yield connection

    parts = api.services
    api.app.state.services = replace(parts, database=Counting())
    try:
        await api.get("ada", "/proposals", **params)
    finally:
        api.app.state.services = parts
    return len(counted)


async def test_a_page_is_newest_first_and_of_the_given_sites(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    a, b, c = [
        await world.propose(device, site)
        for device, site in (("a", here), ("b", there), ("c", None))
    ]
    await world.channel("installed", here)
    async with api.services.database.reading() as connection:
        for site_ids, before, limit, keys in (
            (None, None, 9, [c, b, a]),
            (None, c, 1, [b]),
            ([here], None, 9, [a]),
            ([here, there], b, 9, [a]),
            ([], None, 9, []),
        ):
            rows = await queries.load_page(
                connection, site_ids, None if before is None else (False, before), limit
            )
            assert [row["id"] for row in rows] == keys, (site_ids, before)


async def test_the_newest_readings_are_50_within_31_days(api: Any, world: Any) -> None:
    often, seldom = await world.propose("often"), await world.propose("seldom")
    silent = await world.propose("silent")
    await world.readings(often, minutes(60))
    await world.readings(
        seldom, [(NOW - 40 * DAY, 1.0, 0), (NOW - 71 * DAY, 2.0, 0), (NOW - 72 * DAY, 3.0, 0)]
    )
    async with api.services.database.reading() as connection:
        page = await queries.load_page(connection, None, None, 9)
        newest = await queries.load_newest(connection, page)
        counts = await queries.load_counts(connection, page)
    assert [row["measured_at"] for row in newest[often]] == [NOW - MINUTE * n for n in range(50)]
    assert [row["value"] for row in newest[seldom]] == [1.0, 2.0]
    assert counts == {often: (60, NOW - 59 * MINUTE), seldom: (3, NOW - 72 * DAY)}
    assert silent not in newest


async def test_a_page_without_readings_asks_for_none(api: Any, world: Any) -> None:
    await world.propose("silent")
    async with api.services.database.reading() as connection:
        page = await queries.load_page(connection, None, None, 9)
        for proposals in (page, []):
            assert await queries.load_newest(connection, proposals) == {}
            assert await queries.load_counts(connection, proposals) == {}
            assert await queries.load_reject_counts(connection, proposals, NOW) == {}


async def test_rejects_count_for_a_day_until_they_are_replayed(api: Any, world: Any) -> None:
    await world.propose("probe")
    await world.connection.executemany(
        "INSERT INTO reject (received_at, topic, device_name, channel_name, reason, detail,"
        " payload, payload_bytes, instance, replayed_at) VALUES ($1, 't', $2, 'temperature',"
        " 'impossible', '', '', 0, 'i', $3)",
        [
            (NOW - DAY, "probe", None),
            (NOW - DAY - MINUTE, "probe", None),
            (NOW, "probe", NOW),
            (NOW, "other", None),
        ],
    )
    async with api.services.database.reading() as connection:
        page = await queries.load_page(connection, None, None, 9)
        counts = await queries.load_reject_counts(connection, page, NOW)
    assert counts == {("probe", "temperature"): 1}


async def test_the_first_and_the_newest_reading_of_a_channel(api: Any, world: Any) -> None:
    channel, silent = await world.propose("probe"), await world.propose("silent")
    await world.readings(channel, minutes(3))
    async with api.services.database.reading() as connection:
        assert await queries.read_first(connection, channel) == NOW - 2 * MINUTE
        assert await queries.read_first(connection, silent) is None
        for since, newest in (
            (NOW - HOUR, NOW), (NOW, NOW), (NOW + timedelta(microseconds=1), None),
        ):  # fmt: skip
            assert await queries.read_newest_since(connection, channel, since) == newest


async def test_limits_of_a_new_sensor_begin_when_asked(api: Any, world: Any) -> None:
    sensor = await world.sensor(await world.site("here"), "room")
    async with api.services.database.writing() as connection:
        await queries.insert_limits(connection, sensor, NOW, (None, 8), "mira", NOW + HOUR)
    [row] = await world.connection.fetch("SELECT since, low, high, set_by, set_at FROM limits")
    assert tuple(row) == (NOW, None, 8, "mira", NOW + HOUR)
