"""One worker reads the broker's notices, and knows since when it has read without a gap."""

import asyncpg
import pytest
from awaited import until
from link_world import DEVICE, is_connected, is_watched, read_link, reading, watched
from raw_mqtt import RawDevices

from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database
from isotherm_worker.watch import inbox
from isotherm_worker.watch.link_watch import Pace

EAGER = Pace(quiet_s=0.1, answer_s=0.5)


async def test_the_watch_begins_again_after_the_brokers_restart(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        await raw.log_in(DEVICE)
        await until(lambda: is_connected(sql))
        before = await sql.fetchval("SELECT watched_since FROM link_watch")
        await broker.stop()

        async def unwatched() -> bool:
            return not await is_watched(sql)

        await until(unwatched)
        await broker.start()
        await until(lambda: is_watched(sql))
        row = await sql.fetchrow("SELECT * FROM link_watch, device_link")
        assert before < row["changed_at"] < row["watched_since"]


async def test_a_broker_that_publishes_no_notices_is_told_from_a_quiet_one(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    file = broker.part.conf
    configured = file.read_text()
    async with reading(database, broker, pace=EAGER):
        await until(lambda: is_watched(sql))
        await broker.stop()
        file.write_text(configured.replace("log_dest topic\n", ""))
        await broker.start()
        connected = "SELECT count(*)::int FROM link_watch WHERE seen_at > now() - interval '2 s'"

        async def unwatched() -> bool:
            return bool(await sql.fetchval(connected)) and not await is_watched(sql)

        await until(unwatched)
        await broker.stop()
        file.write_text(configured)
        await broker.start()
        await until(lambda: is_watched(sql))


async def test_one_worker_reads_at_a_time(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async def watcher() -> str:
        name: str = await sql.fetchval(
            "SELECT watcher FROM link_watch WHERE watched_since > '-infinity'"
        )
        return name or ""

    async def second_reads() -> bool:
        return (await watcher()).startswith("second:")

    async with reading(database, broker, "first") as first:
        await until(watcher)
        async with reading(database, broker, "second"):
            assert (await watcher()).startswith("first:")
            first.cancel()
            await until(second_reads)


async def test_notices_that_find_no_room_are_counted_and_begin_the_watch_again(
    database: Database,
    broker: Broker,
    sql: asyncpg.Connection,
    raw: RawDevices,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with watched(database, broker, sql):
        before = await sql.fetchval("SELECT watched_since FROM link_watch")
        monkeypatch.setattr(inbox, "MOST_WAITING", 0)
        await raw.log_in(DEVICE)

        async def missed() -> bool:
            row = await sql.fetchrow("SELECT * FROM link_watch")
            return row["missed"] >= 2 and row["watched_since"] > before

        await until(missed)
        assert await read_link(sql) is None
        monkeypatch.undo()
        await raw.log_in(DEVICE)
        await until(lambda: is_connected(sql))
