"""Corrections as rows: which ones a list has, which overlap, and from when on readings are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg
import pytest
from corrected import DAY, HOUR, MINUTE, NOW, STEP, insert_fridge

from isotherm.history.segments import decode_corrections, decode_installed
from isotherm.instants import to_micros, to_ms
from isotherm_api.corrections import queries

ISSUER = "here"
FROM, TO = NOW - 6 * HOUR, NOW - 5 * HOUR
US = MINUTE / 60_000_000


async def correct_all(world: Any, sensor: int) -> list[int]:
    """Insert a correction of each kind from FROM to TO, moved by an hour; return their ids."""
    return [
        await world.correct(sensor, FROM, TO),
        await world.correct(sensor, FROM, TO, "unit", units=("F", "C")),
        await world.correct(sensor, FROM, TO, "time", shift=HOUR),
    ]


def ids(rows: Sequence[Any]) -> list[int]:
    return [row["id"] for row in rows]


def columns(since: datetime, until: datetime) -> dict[str, Any]:
    """Return the columns of a correction that sets readings aside."""
    unused = dict.fromkeys(("read_as", "sent_as", "shift_us"))
    kept = {"kind": "set_aside", "reason": "Door open", "made_by": "otto"}
    return unused | kept | {"start": since, "until": until}


async def test_a_range_has_the_corrections_that_touch_it(api: Any, world: Any, fridge: int) -> None:
    """A shift touches the times that its readings move to as well."""
    aside, unit, time = await correct_all(world, fridge)
    async with api.services.database.reading() as connection:
        for touching, expected in (
            ((None, None), [time, unit, aside]),
            ((TO, None), [time]),
            ((TO + HOUR - US, NOW), [time]),
            ((TO + HOUR, None), []),
            ((None, FROM), []),
            ((None, FROM + US), [time, unit, aside]),
            ((TO - US, TO), [time, unit, aside]),
        ):
            rows = await queries.load_corrections(connection, ISSUER, fridge, touching=touching)
            assert ids(rows) == expected, touching


async def test_a_page_is_newest_first_and_has_undone_ones_only_if_asked_for(
    api: Any, world: Any, fridge: int
) -> None:
    aside, unit, time = await correct_all(world, fridge)
    async with api.services.database.writing() as connection:
        await queries.undo_correction(connection, unit, "olga", "It was right", NOW)
        for chosen, expected in (
            ({}, [time, aside]),
            ({"undone": True}, [time, unit, aside]),
            ({"undone": True, "limit": 2}, [time, unit]),
            ({"undone": True, "before": time, "limit": 2}, [unit, aside]),
            ({"before": aside}, []),
        ):
            rows = await queries.load_corrections(connection, ISSUER, fridge, **chosen)
            assert ids(rows) == expected, chosen
        row = await queries.read_correction(connection, ISSUER, fridge, unit)
    assert row is not None
    assert (row["undone_by"], row["undone_at"], row["undo_reason"]) == (
        "olga", NOW, "It was right",
    )  # fmt: skip


async def test_a_correction_is_read_with_names_of_its_sensor_and_its_issuer_only(
    api: Any, world: Any, fridge: int
) -> None:
    other = await world.sensor(await world.connection.fetchval("SELECT id FROM site"), "other")
    correction = await world.correct(fridge, FROM, TO)
    await world.connection.execute(
        "INSERT INTO user_account (issuer, subject, username, name, last_seen)"
        " VALUES ($1, 'o', 'otto', 'Otto', now())",
        ISSUER,
    )
    async with api.services.database.reading() as connection:
        own = await queries.read_correction(connection, ISSUER, fridge, correction)
        foreign = await queries.read_correction(connection, "elsewhere", fridge, correction)
        assert await queries.read_correction(connection, ISSUER, other, correction) is None
        assert await queries.load_corrections(connection, ISSUER, other) == []
    assert own is not None
    assert (own["made_by_name"], own["undone_by_name"]) == ("Otto", None)
    assert foreign is not None
    assert (foreign["made_by"], foreign["made_by_name"]) == ("otto", None)


async def test_only_corrections_in_force_of_one_kind_overlap(
    api: Any, world: Any, fridge: int
) -> None:
    aside, _, time = await correct_all(world, fridge)
    before, after = asyncpg.Range(NOW - DAY, FROM), asyncpg.Range(TO, TO + MINUTE)
    async with api.services.database.writing() as connection:
        for kind, touched, expected in (
            ("set_aside", [before, after], []),
            ("set_aside", [before, asyncpg.Range(TO - US, TO)], [aside]),
            ("time", [before, after], [time]),
        ):
            rows = await queries.load_overlapping(connection, ISSUER, fridge, kind, touched)
            assert ids(rows) == expected, (kind, touched)
        await queries.undo_correction(connection, time, "olga", None, NOW)
        assert await queries.load_overlapping(connection, ISSUER, fridge, "time", [after]) == []


async def test_a_correction_that_overlaps_is_not_inserted(
    api: Any, world: Any, fridge: int
) -> None:
    async with api.services.database.writing() as connection:
        first = await queries.insert_correction(connection, fridge, columns(FROM, TO), NOW)
        beside = await queries.insert_correction(connection, fridge, columns(TO, NOW), NOW)
        with pytest.raises(asyncpg.ExclusionViolationError):
            async with connection.transaction():
                await queries.insert_correction(connection, fridge, columns(TO - US, TO), NOW)
        rows = await queries.load_corrections(connection, ISSUER, fridge)
    assert ids(rows) == [beside, first]
    row = rows[1]
    assert (row["start"], row["until"], row["made_at"]) == (FROM, TO, NOW)
    assert (row["kind"], row["reason"], row["made_by"]) == ("set_aside", "Door open", "otto")


async def test_readings_are_complete_from_the_horizon_or_where_a_shift_moved_older_ones(
    api: Any, world: Any, fridge: int
) -> None:
    horizon = NOW.replace(hour=0)

    async def complete_from() -> int:
        async with api.services.database.reading() as connection:
            return await queries.read_complete_from(connection, fridge)

    assert await complete_from() == 0
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))",
        to_ms(horizon),
    )
    await world.correct(fridge, horizon - 2 * HOUR, horizon - HOUR)
    assert await complete_from() == to_micros(horizon)
    shift = await world.correct(fridge, horizon - HOUR, horizon + HOUR, "time", shift=2 * HOUR)
    assert await complete_from() == to_micros(horizon + 2 * HOUR)
    async with api.services.database.writing() as connection:
        await queries.undo_correction(connection, shift, "olga", None, NOW)
    assert await complete_from() == to_micros(horizon)


async def test_the_segments_of_a_range_have_its_channels_and_corrections(
    api: Any, world: Any
) -> None:
    sensor, channel = await insert_fridge(world)
    await correct_all(world, sensor)
    async with api.services.database.reading() as connection:
        row = await queries.read_segments(connection, sensor, TO, NOW)
        # SQL reads a second before the range, too
        beside = [
            await queries.read_segments(connection, sensor, *span)
            for span in ((NOW - DAY, FROM), (TO + HOUR + MINUTE, NOW))
        ]
    assert [installed[0] for installed in decode_installed(row["installed"])] == [channel]
    corrections = decode_corrections(row["corrections"])
    assert {correction.kind for correction in corrections} == {"set_aside", "unit", "time"}
    assert [decode_corrections(other["corrections"]) for other in beside] == [[], []]


async def test_counting_readings_stops_at_the_most(api: Any, world: Any) -> None:
    _, channel = await insert_fridge(world)
    other = await world.channel("other")
    await world.readings(other, [(FROM, 4.0, 0)])
    async with api.services.database.reading() as connection:
        for start, end, most, count in (
            (FROM, TO, 100, 6),
            (FROM, TO + US, 100, 7),
            (FROM + US, TO, 100, 5),
            (FROM, TO, 6, 6),
            (FROM, TO, 5, 5),
            (NOW, NOW + STEP, 100, 0),
        ):
            counted = await queries.count_readings(connection, channel, start, end, most)
            assert counted == count, (start, end, most)
