"""Who holds the lease writes what has changed about connections; old rows are deleted."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from fixed_clock import FixedClock
from link_world import DEVICE, read_link
from prometheus_client import REGISTRY

from isotherm.links import Attempt, Ending
from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.jobs import run_once
from isotherm_worker.watch.broker import LEASE_S, LostLeaseError
from isotherm_worker.watch.link_rows import claim_lease, prune_links, write_changes
from isotherm_worker.watch.links import AttemptCount, Changes, LinkChange

NOW = datetime(2026, 11, 29, 12, 0, 30, tzinfo=UTC)
LATER = NOW + timedelta(seconds=5)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOTHING = Changes([], {}, [])
LOGIN = LinkChange(DEVICE, True, NOW, NOW, "10.0.0.7")


@pytest_asyncio.fixture(loop_scope="session")
async def pool(database: Database, sql: asyncpg.Connection) -> AsyncIterator[asyncpg.Pool]:
    """Return worker's own connections to the database; the worker `first` holds the lease."""
    async with databases.pool(database.worker) as opened:
        async with opened.acquire() as connection:
            assert await claim_lease(connection, "first")
        yield opened


async def _claim(pool: asyncpg.Pool, watcher: str) -> bool:
    async with pool.acquire() as connection:
        return await claim_lease(connection, watcher)


async def _write(
    pool: asyncpg.Pool, changes: Changes, since: datetime | None = NOW, missed: int = 0
) -> None:
    async with pool.acquire() as connection:
        await write_changes(connection, "first", since, missed, changes)


async def _rows(sql: asyncpg.Connection, table: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await sql.fetch(f"SELECT * FROM {table} ORDER BY 1, 2, 3")]


async def test_only_one_worker_holds_the_lease_until_it_runs_out(
    pool: asyncpg.Pool, sql: asyncpg.Connection
) -> None:
    await _write(pool, NOTHING, missed=2)
    assert not await _claim(pool, "second")
    assert await _claim(pool, "first")  # its watch begins again
    assert await sql.fetchval("SELECT watched_since FROM link_watch") is None
    await sql.execute(f"UPDATE link_watch SET seen_at = now() - interval '{LEASE_S + 1} s'")
    assert await _claim(pool, "second")
    row = await sql.fetchrow("SELECT watcher, seen_at > now() - interval '5 s', missed"
                             " FROM link_watch")  # fmt: skip
    assert tuple(row) == ("second", True, 2)


async def test_each_writing_renews_the_lease_and_adds_what_was_missed(
    pool: asyncpg.Pool, sql: asyncpg.Connection
) -> None:
    await sql.execute("UPDATE link_watch SET seen_at = now() - interval '1 hour'")
    for missed in (3, 4):
        await _write(pool, NOTHING, LATER, missed)
    assert not await _claim(pool, "second")
    row = await sql.fetchrow("SELECT watched_since, missed FROM link_watch")
    assert tuple(row) == (LATER, 7)


async def test_without_the_lease_nothing_is_written(
    pool: asyncpg.Pool, sql: asyncpg.Connection
) -> None:
    await sql.execute("UPDATE link_watch SET watcher = 'second'")
    with pytest.raises(LostLeaseError):
        await _write(pool, Changes([LOGIN], {DEVICE: (1, NOW)}, []), missed=1)
    assert await sql.fetchval("SELECT missed FROM link_watch") == 0
    assert await read_link(sql) is None


async def test_a_change_leaves_what_it_does_not_name(
    pool: asyncpg.Pool, sql: asyncpg.Connection
) -> None:
    closed = LinkChange(DEVICE, False, LATER, disconnected_at=LATER, ending=Ending.CLOSED)
    await _write(pool, Changes([LOGIN], {}, []))
    await _write(pool, Changes([closed], {}, []))
    ended = {"connected": False, "changed_at": LATER, "connected_at": NOW, "address": "10.0.0.7"}
    row = dict(await read_link(sql))
    assert row.items() >= (ended | {"disconnected_at": LATER, "ending": Ending.CLOSED}).items()
    again = LinkChange(DEVICE, True, LATER + MINUTE, LATER + MINUTE, None)
    await _write(pool, Changes([again], {}, []))
    row = dict(await read_link(sql))
    assert (row["connected"], row["connected_at"], row["address"]) == (True, LATER + MINUTE, None)
    assert (row["disconnected_at"], row["ending"]) == (LATER, Ending.CLOSED)


async def test_a_name_that_only_disconnects_is_stored_if_it_is_known(
    pool: asyncpg.Pool, sql: asyncpg.Connection
) -> None:
    links = [
        LinkChange("removed", True, NOW, NOW, "10.0.0.8"),  # a device once, as it logs in
        *(
            LinkChange(name, False, LATER, disconnected_at=LATER, ending=Ending.CLOSED)
            for name in ("viewer-7f3a", DEVICE)
        ),
    ]
    await _write(pool, Changes(links, {}, []))
    ended = LinkChange("removed", False, LATER, disconnected_at=LATER, ending=Ending.LEFT)
    await _write(pool, Changes([ended], {}, []))
    endings = await sql.fetch("SELECT name, ending FROM device_link ORDER BY name")
    assert [tuple(row) for row in endings] == [(DEVICE, Ending.CLOSED), ("removed", Ending.LEFT)]


async def test_take_overs_are_counted_by_hour_for_names_that_have_a_connection(
    pool: asyncpg.Pool, sql: asyncpg.Connection
) -> None:
    hour = NOW.replace(minute=0, second=0)
    for count, last_at in ((2, NOW), (3, NOW + 40 * MINUTE), (1, NOW + HOUR)):
        takeovers = {DEVICE: (count, last_at), "stranger": (count, last_at)}
        await _write(pool, Changes([LOGIN], takeovers, []))
    assert await _rows(sql, "device_takeover") == [
        (DEVICE, hour, 5, NOW + 40 * MINUTE),
        (DEVICE, hour + HOUR, 1, NOW + HOUR),
    ]


async def test_attempts_are_counted_by_minute_kind_and_address(
    pool: asyncpg.Pool, sql: asyncpg.Connection
) -> None:
    def counted() -> float:
        name, labels = "isotherm_worker_broker_attempts_total", {"kind": Attempt.REFUSED}
        return REGISTRY.get_sample_value(name, labels) or 0

    before, minute = counted(), NOW.replace(second=0)
    for count, last_at in ((2, NOW), (3, LATER)):
        attempts = [
            AttemptCount(minute, Attempt.REFUSED, "10.0.0.9", count, last_at),
            AttemptCount(minute, Attempt.REFUSED, "", count, last_at),
            AttemptCount(last_at, Attempt.GARBLED, "10.0.0.9", count, last_at),
        ]
        await _write(pool, Changes([], {}, attempts))
    assert await _rows(sql, "login_attempt") == [
        (minute, Attempt.REFUSED, "", 5, LATER),
        (minute, Attempt.REFUSED, "10.0.0.9", 5, LATER),
        (NOW, Attempt.GARBLED, "10.0.0.9", 2, NOW),
        (LATER, Attempt.GARBLED, "10.0.0.9", 3, LATER),
    ]
    assert counted() == before + 10


async def test_what_is_old_is_deleted_but_the_connection_of_a_device(
    pool: asyncpg.Pool, sql: asyncpg.Connection
) -> None:
    """Take-overs are kept for a week, attempts for a day, strangers for a month."""
    names = [DEVICE, "old", "young"]
    changed = [NOW - 90 * DAY, NOW - 30 * DAY - MINUTE, NOW - 30 * DAY]
    links = [LinkChange(*pair) for pair in zip(names, (True,) * 3, changed, changed, strict=True)]
    takeovers = {DEVICE: (1, NOW - 7 * DAY - HOUR), "young": (1, NOW - 6 * DAY)}
    attempts = [
        AttemptCount(NOW - DAY - late, Attempt.REFUSED, "", 1, NOW) for late in (MINUTE, 0 * MINUTE)
    ]
    await _write(pool, Changes(links, takeovers, attempts))
    job = prune_links(FixedClock(NOW))
    assert [await run_once(pool, job) for _ in range(2)] == [3, 0]
    for table, key, left in (
        ("device_link", "name", [DEVICE, "young"]),
        ("device_takeover", "name", ["young"]),
        ("login_attempt", "minute", [NOW - DAY]),
    ):
        assert await sql.fetchval(f"SELECT array_agg({key} ORDER BY {key}) FROM {table}") == left
