"""Every row of the tables of messages in docs/mqtt.md, through a real broker and database."""

import json
from collections.abc import AsyncIterator, Callable
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
PER_DEVICE = 50
"""Rows whose channels share a device; a device may have 64."""
DEVICES = [f"device-{number}" for number in range(len(ROWS) // PER_DEVICE + 1)]
BEFORE = "2026-11-23T12:00:00Z"
"""When the reading was measured that makes a channel known before the row is sent to it."""


class Standing:
    """A clock that stands at the time of the page."""

    def now(self) -> datetime:
        return SENT_AT


def channel(row: Row) -> str:
    return f"row-{ROWS.index(row)}"


async def send_all(world: World, payload: Callable[[Row], bytes]) -> None:
    """Send a message for every row, to a channel of its own."""
    for number, device in enumerate(DEVICES):
        async with world.device(device) as client:
            for row in ROWS[number * PER_DEVICE : (number + 1) * PER_DEVICE]:
                await client.publish(f"sensors/{device}/{channel(row)}", payload(row), qos=1)


@pytest_asyncio.fixture(
    scope="module", loop_scope="session", params=[False, True], ids=["new channel", "known channel"]
)
async def results(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, databases: Databases
) -> AsyncIterator[dict[str, tuple[str, ...]]]:
    """Return the readings, rejects and counts of all rows, by channel.

    Messages to new channels are decoded one by one, those to known channels in bulk if possible.
    """
    async with (
        started(tmp_path_factory.mktemp("contract"), DEVICES) as broker,
        databases.migrated() as database,
    ):
        sql = await connect(database.superuser)
        try:
            yield await sent(World(broker, database, sql), known=request.param)
        finally:
            sql.terminate()


async def sent(world: World, known: bool) -> dict[str, tuple[str, ...]]:
    """Send all rows and return their readings, rejects and counts, by channel."""
    await world.sql.executemany(
        "INSERT INTO device (name, time_zone) VALUES ($1, $2)",
        [(device, TIME_ZONE) for device in DEVICES],
    )
    async with world.ingest(clock=Standing()):
        if known:
            before = json.dumps({"value": 1, "time": BEFORE}).encode()
            await send_all(world, lambda _: before)
            await world.counted(len(ROWS))
        await send_all(world, lambda row: row.payload)
        await world.decoded(len(ROWS) * (1 + known))
    assert balanced(await world.ledger())
    return await became(world)


async def became(world: World) -> dict[str, tuple[str, ...]]:
    """Return the readings and rejects of each channel, as the page writes them."""
    readings = await world.readings()
    results = by_channel(
        record for record in readings if record["measured_at"] != datetime.fromisoformat(BEFORE)
    )
    for record in await world.rejects():
        name = record["topic"].rsplit("/")[-1]
        results[name] = (*results.get(name, ()), record["reason"])
    return results


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.message)
async def test_a_row_of_the_page(row: Row, results: dict[str, tuple[str, ...]]) -> None:
    reasons = {reason.value for reason in Reason}
    expected = tuple(
        outcome if outcome in reasons else with_time(outcome) for outcome in row.becomes
    )
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


async def test_a_reject_names_the_key_that_is_not_understood(world: World) -> None:
    """The second time the channel is known, so that the message is decoded in bulk if possible."""
    async with world.ingest():
        for number in (1, 2):
            await world.send("21.4", '{"value": 38.5, "display_unit": "F", "humidity": 41}')
            await world.send('{"value": 4, "sampleTime": 1795441927}')
            await world.counted(number)
            await world.refused(2 * number)
    unit = "'display_unit' looks like a unit: send it as \"unit\""
    time = "'sampleTime' looks like a time: send it as \"time\""
    details = [(row["reason"], row["detail"]) for row in await world.rejects()]
    assert details == [(Reason.BAD_UNIT, unit), (Reason.BAD_TIME, time)] * 2
