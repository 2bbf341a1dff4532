"""What the table of corrections refuses, which ranges it makes dirty, and who may change a row."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from isotherm_devstack.testing.database import Database

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HOUR_US = 3_600_000_000
INSERT = """
INSERT INTO correction (sensor_id, kind, during, read_as, sent_as, shift_us, reason, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'olga') RETURNING id
"""
UNDO = "UPDATE correction SET undone_by = 'olga', undone_at = now() WHERE id = $1"
DIRTY = "SELECT sensor_id, since, until FROM dirty ORDER BY id"


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The database with a site of two sensors that nothing ever fed."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(
        """
        INSERT INTO site (slug, name, time_zone) VALUES ('a', 'A', 'UTC');
        INSERT INTO sensor (site_id, slug, name)
        SELECT id, s, s FROM site, unnest('{fridge,room}'::text[]) s;
        """
    )
    yield connection
    await connection.close()


@pytest_asyncio.fixture(loop_scope="session")
async def api(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection with api's rights."""
    connection = await asyncpg.connect(database.api)
    yield connection
    await connection.close()


async def fridge(sql: asyncpg.Connection) -> int:
    """Return the id of the first sensor."""
    return int(await sql.fetchval("SELECT min(id) FROM sensor"))


async def make(
    connection: asyncpg.Connection,
    sensor_id: int,
    kind: str = "set_aside",
    since: datetime = NOON,
    until: datetime = NOON + HOUR,
    **other: Any,
) -> int:
    """Insert a correction as api does, and return its id."""
    if kind == "unit":
        other = {"read_as": "C", "sent_as": "F"} | other
    if kind == "time":
        other = {"shift_us": HOUR_US} | other
    names = ("read_as", "sent_as", "shift_us")
    return int(
        await connection.fetchval(
            INSERT,
            sensor_id,
            kind,
            other.get("during", asyncpg.Range(since, until)),
            *(other.get(name) for name in names),
            other.get("reason", "door"),
        )
    )


async def dirty(sql: asyncpg.Connection) -> list[tuple[Any, ...]]:
    """Return the dirty ranges."""
    return [tuple(row) for row in await sql.fetch(DIRTY)]


@pytest.mark.parametrize("kind", ["set_aside", "unit"])
async def test_making_and_undoing_one_makes_its_range_dirty(
    sql: asyncpg.Connection, api: asyncpg.Connection, kind: str
) -> None:
    sensor = await fridge(sql)
    correction = await make(api, sensor, kind)
    assert await dirty(sql) == [(sensor, NOON, NOON + HOUR)]
    await sql.execute("DELETE FROM dirty")
    await api.execute(UNDO, correction)
    assert await dirty(sql) == [(sensor, NOON, NOON + HOUR)]


@pytest.mark.parametrize("shift", [-24, 3])
async def test_a_shift_makes_both_ranges_dirty(
    sql: asyncpg.Connection, api: asyncpg.Connection, shift: int
) -> None:
    sensor, moved = await fridge(sql), NOON + shift * HOUR
    expected = sorted([(sensor, NOON, NOON + HOUR), (sensor, moved, moved + HOUR)])
    correction = await make(api, sensor, "time", shift_us=shift * HOUR_US)
    assert await dirty(sql) == expected
    await sql.execute("DELETE FROM dirty")
    await api.execute(UNDO, correction)
    assert await dirty(sql) == expected


async def test_a_small_shift_makes_one_range_dirty(
    sql: asyncpg.Connection, api: asyncpg.Connection
) -> None:
    sensor = await fridge(sql)
    await make(api, sensor, "time", shift_us=-1)
    assert await dirty(sql) == [(sensor, NOON - timedelta(microseconds=1), NOON + HOUR)]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Vienna", "America/New_York"])
async def test_a_shift_is_an_exact_duration_in_every_zone(
    sql: asyncpg.Connection, zone: str
) -> None:
    # over the end of summer time, where a day of the calendar has 25 hours
    since = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    await sql.execute(f"SET timezone = '{zone}'")
    correction = await make(
        sql, await fridge(sql), "time", since, since + HOUR, shift_us=24 * HOUR_US
    )
    touched = await sql.fetchval("SELECT touched FROM correction WHERE id = $1", correction)
    assert [part.lower for part in touched] == [since, since + 24 * HOUR]


async def test_what_is_made_says_when_changes_are_heard(
    sql: asyncpg.Connection, api: asyncpg.Connection
) -> None:
    heard: list[object] = []
    await sql.add_listener("isotherm_registry", lambda *said: heard.append(said[3]))
    correction = await make(api, await fridge(sql))
    await sql.execute("SELECT 1")
    await api.execute(UNDO, correction)
    await sql.execute("SELECT 1")
    assert heard == ["correction", "correction"]


BAD: dict[str, dict[str, Any]] = {
    "an unknown kind": {"kind": "delete"},
    "an empty range": {"until": NOON},
    "no begin": {"during": asyncpg.Range(None, NOON)},
    "no end": {"during": asyncpg.Range(NOON, None)},
    "all of time": {"during": asyncpg.Range(None, None)},
    "both ends included": {"during": asyncpg.Range(NOON, NOON + HOUR, upper_inc=True)},
    "its begin left out": {"during": asyncpg.Range(NOON, NOON + HOUR, lower_inc=False)},
    "the same unit": {"kind": "unit", "sent_as": "C"},
    "an unknown unit": {"kind": "unit", "sent_as": "R"},
    "no unit": {"kind": "unit", "sent_as": None},
    "units of what is set aside": {"read_as": "C", "sent_as": "F"},
    "no shift": {"kind": "time", "shift_us": None},
    "a shift of 0": {"kind": "time", "shift_us": 0},
    "a shift of units": {"kind": "unit", "shift_us": 1},
    "a blank reason": {"reason": " \n"},
    "a long reason": {"reason": "x" * 501},
}


@pytest.mark.parametrize("name", BAD)
async def test_a_row_that_means_nothing_is_refused(sql: asyncpg.Connection, name: str) -> None:
    sensor = await fridge(sql)
    with pytest.raises(asyncpg.CheckViolationError):
        await make(sql, sensor, **BAD[name])


async def test_ends_at_infinity_are_refused(sql: asyncpg.Connection) -> None:
    for during in ("(-infinity,2026-11-23)", "[2026-11-23,infinity)"):
        with pytest.raises(asyncpg.CheckViolationError):
            await sql.execute(
                "INSERT INTO correction (sensor_id, kind, during, reason, made_by)"
                " SELECT min(id), 'set_aside', $1::text::tstzrange, 'door', 'olga' FROM sensor",
                during,
            )


@pytest.mark.parametrize("kind", ["set_aside", "unit", "time"])
async def test_two_of_a_kind_never_overlap_until_one_is_undone(
    sql: asyncpg.Connection, kind: str
) -> None:
    sensor = await fridge(sql)
    correction = await make(sql, sensor, kind)
    until = NOON + timedelta(minutes=1)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await make(sql, sensor, kind, until=until)
    await make(sql, sensor + 1, kind)
    await make(sql, sensor, kind, since=NOON - 3 * HOUR, until=NOON - 2 * HOUR)
    for other in {"set_aside", "unit", "time"} - {kind}:
        await make(sql, sensor, other, until=until)
    await sql.execute(UNDO, correction)
    await make(sql, sensor, kind, until=until)


@pytest.mark.parametrize(
    ("hours", "shift", "refused"),
    [(2, 10, True), (3, -1, True), (-8, 10, True), (1, 3, False), (-9, 12, False)],
    ids=["from where they went", "onto them", "onto them from afar", "between", "beyond"],
)
async def test_readings_are_shifted_neither_onto_those_of_another_shift_nor_again(
    sql: asyncpg.Connection, hours: int, shift: int, refused: bool
) -> None:
    sensor, since = await fridge(sql), NOON + hours * HOUR
    await make(sql, sensor, "time", shift_us=2 * HOUR_US)
    try:
        await make(sql, sensor, "time", since, since + HOUR, shift_us=shift * HOUR_US)
    except asyncpg.ExclusionViolationError:
        assert refused
    else:
        assert not refused


async def test_a_row_is_undone_once_and_stays(
    sql: asyncpg.Connection, api: asyncpg.Connection
) -> None:
    correction = await make(api, await fridge(sql))
    await api.execute(UNDO, correction)
    for change in (UNDO, "UPDATE correction SET undone_by = NULL, undone_at = NULL WHERE id = $1"):
        with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError, match="is undone"):
            await api.execute(change, correction)
    for statement in (
        "DELETE FROM correction WHERE id = $1",
        "UPDATE correction SET reason = 'other' WHERE id = $1",
        "UPDATE correction SET during = '[2026-01-01,2026-01-02)' WHERE id = $1",
        "UPDATE correction SET touched = '{}' WHERE id = $1",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await api.execute(statement, correction)


async def test_an_undo_has_a_name_and_only_an_undo_has_a_reason(sql: asyncpg.Connection) -> None:
    correction = await make(sql, await fridge(sql))
    change = "UPDATE correction SET undone_at = $2, undone_by = $3, undo_reason = $4 WHERE id = $1"
    for at, by, reason in (
        (NOON, None, None),
        (None, "olga", None),
        (None, None, "wrong one"),
        (NOON, "olga", " "),
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await sql.execute(change, correction, at, by, reason)


async def test_nobody_says_what_a_correction_touches(sql: asyncpg.Connection) -> None:
    correction = await make(sql, await fridge(sql))
    await sql.execute("UPDATE correction SET touched = '{}' WHERE id = $1", correction)
    touched = await sql.fetchval("SELECT touched FROM correction WHERE id = $1", correction)
    assert list(touched) == [asyncpg.Range(NOON, NOON + HOUR)]


async def test_a_deleted_sensor_or_site_takes_its_corrections_with_it(
    sql: asyncpg.Connection, api: asyncpg.Connection
) -> None:
    sensor = await fridge(sql)
    correction = await make(api, sensor)
    await api.execute(UNDO, correction)
    await make(api, sensor, "time")
    await make(api, sensor + 1)
    assert await api.fetchval("SELECT delete_sensor($1)", sensor) is True
    assert await sql.fetch("SELECT DISTINCT sensor_id FROM correction") == [(sensor + 1,)]
    await api.fetchval("SELECT delete_site(min(id), true) FROM site")
    assert await sql.fetchval("SELECT count(*) FROM correction") == 0
    assert await dirty(sql) == []
