"""Every row of the tables of messages in docs/mqtt.md, through a real broker and database."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import pytest_asyncio
from contract import SENT_AT, TIME_ZONE, Row, by_channel, rows, with_time
from ingest_world import DEVICE, World, balanced

from isotherm.process.connections import connect
from isotherm.reasons import Reason
from isotherm_devstack.testing.broker import started
from isotherm_devstack.testing.database import Databases

ROWS = rows()
DEVICES = [f"table-{number}" for number in range(ROWS[-1].table + 1)]


class Standing:
    """A clock that stands at the time of the page."""

    def now(self) -> datetime:
        return SENT_AT


def channel(row: Row) -> str:
    return f"row-{ROWS.index(row)}"


async def send_all(world: World) -> None:
    """Send every row to a channel of its own."""
    for number, device in enumerate(DEVICES):
        async with world.device(device) as client:
            for row in ROWS:
                if row.table == number:
                    await client.publish(f"sensors/{device}/{channel(row)}", row.payload, qos=1)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def results(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases
) -> AsyncIterator[dict[str, tuple[str, ...]]]:
    """Return what became of all rows, by channel."""
    async with (
        started(tmp_path_factory.mktemp("contract"), DEVICES) as broker,
        databases.migrated() as database,
    ):
        sql = await connect(database.superuser)
        try:
            yield await sent(World(broker, database, sql))
        finally:
            sql.terminate()


async def sent(world: World) -> dict[str, tuple[str, ...]]:
    """Send all rows and return what became of them, by channel."""
    await world.sql.executemany(
        "INSERT INTO device (name, time_zone) VALUES ($1, $2)",
        [(device, TIME_ZONE) for device in DEVICES],
    )
    async with world.ingest(clock=Standing()):
        await send_all(world)
        await world.decoded(len(ROWS))
    assert balanced(await world.ledger())
    return await became(world)


async def became(world: World) -> dict[str, tuple[str, ...]]:
    """Return the readings and rejects of each channel, as the page writes them."""
    results = by_channel(await world.readings())
    for record in await world.rejects():
        name = record["topic"].rsplit("/")[-1]
        results[name] = (*results.get(name, ()), record["reason"])
    return results


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.message)
async def test_a_row_of_the_page(row: Row, results: dict[str, tuple[str, ...]]) -> None:
    reasons = {reason.value for reason in Reason}
    expected = tuple(each if each in reasons else with_time(each) for each in row.becomes)
    assert results.get(channel(row)) == expected


async def test_zero_bytes_are_ignored_on_every_topic(world: World) -> None:
    """They clear retained messages."""
    topics = [f"sensors/{DEVICE}/{rest}" for rest in ("temperature", "status", "a/b", "ä")]
    async with world.ingest():
        async with world.device() as client:
            for topic in topics:
                await client.publish(topic, b"", qos=1)
                await client.publish(topic, b"", qos=1, retain=True)
        await world.decoded(8)
    ledger = await world.ledger()
    assert ledger == dict.fromkeys(ledger, 0) | {
        "received": 8, "decoded": 8, "offered": 8, "ignored": 8,
    }  # fmt: skip
    assert await world.count("reading") == await world.count("reject_counted") == 0
    assert await world.sql.fetchval("SELECT count(*) FROM device WHERE connection NOTNULL") == 0
