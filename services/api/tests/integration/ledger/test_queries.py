"""The hours of the ledger: folded or not, of all instances."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.columns import COUNTERS
from isotherm_api.ledger.queries import load_hours
from isotherm_api.ranges import Range

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def received(world: Any, table: str, hour: datetime, instance: str, count: int) -> None:
    """Insert an entry of messages that were received."""
    await world.connection.execute(
        f"INSERT INTO {table} (hour, instance, received) VALUES ($1, $2, $3)",
        hour, instance, count,
    )  # fmt: skip


async def test_an_hour_sums_folded_and_open_entries_of_all_instances(api: Any, world: Any) -> None:
    for table, instance, count in (
        ("ledger", "a", 1), ("ledger", "b", 20), ("ledger_entry", "a", 300),
        ("ledger_entry", "a", 4000),
    ):  # fmt: skip
        await received(world, table, NOW, instance, count)
    async with api.services.database.reading() as connection:
        [row] = await load_hours(connection, Range(NOW, NOW + HOUR))
    assert dict(row) == {"hour": NOW, **dict.fromkeys(COUNTERS, 0), "received": 4321}


async def test_hours_are_those_that_begin_in_the_range_oldest_first(api: Any, world: Any) -> None:
    for hours in (0, 2, 3, -1):
        await received(world, "ledger_entry", NOW - hours * HOUR, "a", 1)
    async with api.services.database.reading() as connection:
        for start, end, hours in (
            (NOW - 3 * HOUR, NOW + 2 * HOUR, [3, 2, 0, -1]),
            (NOW - 2 * HOUR, NOW, [2]),
            (NOW - 2 * HOUR + timedelta(microseconds=1), NOW + HOUR / 2, [0]),
            (NOW - HOUR, NOW, []),
        ):
            rows = await load_hours(connection, Range(start, end))
            assert [row["hour"] for row in rows] == [NOW - count * HOUR for count in hours]
