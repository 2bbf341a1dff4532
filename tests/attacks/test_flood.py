"""However much a device or a stranger sends, broker and ingest stay up and others are served."""

import asyncio
import time
from contextlib import suppress

import asyncpg
import psutil
import pytest

from attack_mqtt import connect_packet, connected, is_accepted, publish_all
from attack_sizes import Sizes
from e2e_stack import Stack
from isotherm.names import topic
from sign_in import bearer, plain_client

FLOODER, OTHER = "harbour-spare", "linden-spare"
HANG_S = 300
AT_ONCE = 50
LARGEST = 4 * 1024 * 1024
"""Bytes of `max_packet_size` at the broker."""


async def others_arrive(stack: Stack, owner: asyncpg.Connection, value: float) -> None:
    """Publish a reading of another device and wait until it is stored; all still runs."""
    async with asyncio.timeout(HANG_S):
        async with stack.device(OTHER) as device:
            await device.publish(topic(OTHER, "temperature"), str(value), qos=1, timeout=HANG_S)
        while not await owner.fetchval("SELECT count(*) FROM reading WHERE value = $1", value):
            await owner.fetchval("SELECT pg_sleep(0.05)")
    for part in ("ingest", "mosquitto", "worker"):
        assert psutil.pid_exists(stack.pid(part)), part


async def is_balanced(stack: Stack, owner: asyncpg.Connection, token: str) -> bool:
    """Return whether the ledger of the last hour balances."""
    now = int(await owner.fetchval("SELECT extract(epoch FROM now()) * 1000"))
    async with plain_client(base_url=f"{stack.api}/api/v1", headers=bearer(token)) as client:
        asked = {"from": now - 3_600_000, "to": now + 1_000}
        answer = await client.get("/ledger", params=asked)
        return bool(answer.json()["total"]["balanced"])


async def refused_logins(stack: Stack, token: str) -> int:
    """Return how many logins the broker refused, as the page of a device says."""
    async with plain_client(base_url=f"{stack.api}/api/v1", headers=bearer(token)) as client:
        answer = await client.get(f"/devices/{FLOODER}/diagnosis")
        return int(answer.json()["refused"]["count"])


async def test_wrong_passwords_are_counted_and_others_served(
    stack: Stack, owner: asyncpg.Connection, ada: str, sizes: Sizes
) -> None:
    before = await refused_logins(stack, ada)
    slots = asyncio.Semaphore(AT_ONCE)

    async def attempt(number: int) -> None:
        async with slots, asyncio.timeout(HANG_S):
            assert not await is_accepted(stack.broker, FLOODER, f"wrong-{number}")

    async with asyncio.timeout(HANG_S), asyncio.TaskGroup() as group:
        for number in range(sizes.passwords):
            group.create_task(attempt(number), name=f"attempt {number}")
        await others_arrive(stack, owner, 7.0625)
    async with asyncio.timeout(HANG_S):
        while await refused_logins(stack, ada) < before + sizes.passwords:
            await owner.fetchval("SELECT pg_sleep(0.2)")
    assert await is_accepted(stack.broker, FLOODER, stack.device_password(FLOODER))


@pytest.mark.parametrize(
    ("says", "served"),
    [(b"", 7.125), (b"\x10", 7.1875), (connect_packet("nobody", "nothing"), 7.3125)],
    ids=["nothing", "half a packet", "a wrong password"],
)
async def test_many_plain_connections_a_second_leave_others_served(
    stack: Stack, owner: asyncpg.Connection, sizes: Sizes, says: bytes, served: float
) -> None:
    async def knock() -> None:
        _, writer = await asyncio.open_connection(*stack.broker)
        writer.write(says)
        await asyncio.sleep(1)  # held for a second, as a scanner's or a broken device's would be
        writer.transport.abort()

    async with asyncio.timeout(HANG_S), asyncio.TaskGroup() as group:
        begun = time.monotonic()
        for second in range(3):
            for number in range(sizes.connects):
                group.create_task(knock(), name=f"connection {second}-{number}")
            if second == 1:
                await others_arrive(stack, owner, served)
            await asyncio.sleep(max(0.0, begun + second + 1 - time.monotonic()))
    await others_arrive(stack, owner, served + 0.5)


async def test_a_flooding_device_holds_up_nobody_and_nothing_is_lost(
    stack: Stack, owner: asyncpg.Connection, ada: str, sizes: Sizes
) -> None:
    end = await owner.fetchval("SELECT extract(epoch FROM now()) * 1000")
    # times of their own: each message is a reading
    messages = [
        (topic(FLOODER, "flood"), b'{"value":1.5,"time":%d}' % (int(end) - number))
        for number in range(sizes.flood)
    ]
    password = stack.device_password(FLOODER)
    async with asyncio.timeout(HANG_S), asyncio.TaskGroup() as group:
        group.create_task(publish_all(stack.broker, FLOODER, password, messages), name="flood")
        await others_arrive(stack, owner, 7.25)
    stored = (
        "SELECT count(*) FROM reading WHERE channel_id = (SELECT c.id FROM channel c"
        " JOIN device d ON d.id = c.device_id WHERE d.name = $1 AND c.name = 'flood')"
    )
    async with asyncio.timeout(HANG_S):
        while await owner.fetchval(stored, FLOODER) < sizes.flood:
            await owner.fetchval("SELECT pg_sleep(0.1)")
    assert await owner.fetchval(stored, FLOODER) == sizes.flood
    assert await is_balanced(stack, owner, ada)


async def test_an_oversized_packet_ends_its_connection_alone(
    stack: Stack, owner: asyncpg.Connection
) -> None:
    password = stack.device_password(FLOODER)
    for size, says in ((LARGEST + 1, b"x" * 4096), (268_435_455, b"x" * 65_536)):
        async with connected(stack.broker, FLOODER, password) as (reader, writer):
            length = bytes([*(size >> shift & 0x7F | 0x80 for shift in (0, 7, 14)), size >> 21])
            writer.write(b"\x32" + length + says)
            async with asyncio.timeout(HANG_S):
                with suppress(ConnectionError):
                    assert await reader.read(1) == b""  # ended before it sent the rest
    _, writer = await asyncio.open_connection(*stack.broker)
    writer.write(connect_packet("x" * 65_535, "y" * 65_535, will=("z" * 65_535, "w" * 65_535)))
    await writer.drain()
    writer.transport.abort()
    await others_arrive(stack, owner, 7.375)
