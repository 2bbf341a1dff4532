"""Ingest killed with -9 in the middle of 2,000 messages loses none and doubles none."""

import asyncio
import json
import os
import signal
import time

import asyncpg

from e2e_stack import Stack
from isotherm.names import topic

DEVICE, CHANNEL, COUNT = "northgate-spare", "killed", 2_000
"""A channel of its own: other tests let the same device speak by its first one."""
STORED = (
    "SELECT count(*) FROM reading JOIN channel ON channel.id = channel_id"
    " JOIN device ON device.id = device_id WHERE device.name = $1 AND channel.name = $2"
)
# the owner may not see what others wait for, but everyone sees locks
WAITING = "SELECT count(*) FROM pg_locks WHERE relation = 'reading'::regclass AND NOT granted"


def _payload(number: int) -> str:
    """Half bare numbers, half timed objects; every value is its own."""
    value = 3 + number / 1000
    if number % 2:
        return str(value)
    return json.dumps({"value": value, "time": int(time.time() * 1000) - 7_200_000 + number * 1000})


async def _until(connection: asyncpg.Connection, query: str, wanted: int, *args: object) -> int:
    """Asks the database until the count is there; gives what it was."""
    while (count := await connection.fetchval(query, *args)) < wanted:
        await connection.fetchval("SELECT pg_sleep(0.02)")
    return int(count)


async def _publish(stack: Stack, numbers: range) -> None:
    async with stack.device(DEVICE) as client:
        for number in numbers:
            await client.publish(topic(DEVICE, CHANNEL), _payload(number), qos=1, timeout=60)


def _ingest(stack: Stack) -> int:
    said = json.loads((stack.home / "stack.json").read_text())
    return next(p["pid"] for p in said["processes"] if p["name"] == "ingest")


async def test_nothing_is_lost_and_nothing_doubled(stack: Stack, owner: asyncpg.Connection) -> None:
    async with asyncio.timeout(240):
        await _publish(stack, range(COUNT // 2))
        await _until(owner, STORED, COUNT // 4, DEVICE, CHANNEL)
        other = await asyncpg.connect(stack.dsn)
        try:
            async with owner.transaction():
                # whoever inserts now waits: ingest stands in the middle of a batch
                await owner.execute("LOCK TABLE reading IN SHARE MODE")
                await _publish(stack, range(COUNT // 2, COUNT))
                await _until(other, WAITING, 1)
                stored = await other.fetchval(STORED, DEVICE, CHANNEL)
                assert 0 < stored < COUNT
                # the broker took all of them from the device; these it has no word of yet
                assert COUNT - stored > 0
                os.kill(_ingest(stack), signal.SIGKILL)
        finally:
            await other.close()
        await _until(owner, STORED, COUNT, DEVICE, CHANNEL)
        # what comes after everything else shows that nothing of it comes twice
        await _publish(stack, range(COUNT, COUNT + 1))
        assert await _until(owner, STORED, COUNT + 1, DEVICE, CHANNEL) == COUNT + 1
    values = await owner.fetch(
        "SELECT value FROM reading JOIN channel ON channel.id = channel_id"
        " JOIN device ON device.id = device_id WHERE device.name = $1 AND channel.name = $2"
        " ORDER BY value",
        DEVICE,
        CHANNEL,
    )
    assert [round(row["value"], 3) for row in values] == [
        round(3 + number / 1000, 3) for number in range(COUNT + 1)
    ]
    assert await owner.fetchval(
        "SELECT bool_and(received = decoded + undecodable"
        " AND offered = stored + duplicate + rejected + ignored) FROM ledger_hour"
    )
