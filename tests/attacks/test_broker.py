"""A device, or a stranger, reaches nothing at the broker but the device's own topics."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiomqtt
import asyncpg
import psutil
import pytest
import pytest_asyncio

from attack_mqtt import connect_packet, leave_a_will
from attack_sizes import Sizes
from e2e_stack import Stack
from isotherm.names import LONGEST_TOPIC, topic
from sign_in import bearer, plain_client

DEVICE = "harbour-spare"
OWN = topic(DEVICE, "temperature")
HANG_S = 120
FOREIGN_VALUE = 66.625
"""Published to foreign topics alone: it must be nowhere."""
FOREIGN = (
    topic("linden-spare", "temperature"),
    "sensors/nobody/temperature",
    "isotherm/tick",
    "$CONTROL/dynamic-security/v1",
    "$SYS/broker/version",
    "sensors",
    "a/b/c",
)
FILTERS = (
    "#", "sensors/#", "sensors/+/temperature", "sensors/linden-spare/#", "$SYS/#", "$CONTROL/#",
    "$share/isotherm/sensors/#", "isotherm/#",
)  # fmt: skip

HOSTILE = (
    b"\xff\xfe\x00", b"", b"NaN", b"Infinity", b"1e400", b"-1e400", b"null", b"true",
    b"[" * 50_000, b"9" * 100_000, b"\x00" * 10_000, "\u0663\u066b\u0665".encode(),
    b'{"value":1e999}', b'{"value":{"value":1}}', b'{"value":"1"}', b'{"value":1,"value":2}',
    b'{"readings":[' + b'{"value":1},' * 5_000 + b"]}", b'{"__proto__":1}',
    b'{"value":1,"time":-1e300}', b'{"value":1,"time":"9999-99-99T99:99:99Z"}',
    b'"; DROP TABLE reading; --', b"<script>alert(1)</script>", b"%s%n%x", b"${jndi:ldap://x/}",
)  # fmt: skip


@pytest_asyncio.fixture(loop_scope="session")
async def unmoved(stack: Stack) -> AsyncIterator[None]:
    """Check after a test that broker and ingest still run, and that ingest met no error."""
    errors = '"level": "error"'
    before = stack.log("ingest").count(errors)
    yield
    for part in ("ingest", "mosquitto"):
        assert psutil.pid_exists(stack.pid(part)), part
    assert stack.log("ingest").count(errors) == before


async def stored(owner: asyncpg.Connection, value: float) -> None:
    """Wait until a reading of this value is stored."""
    async with asyncio.timeout(HANG_S):
        while not await owner.fetchval("SELECT count(*) FROM reading WHERE value = $1", value):
            await owner.fetchval("SELECT pg_sleep(0.05)")


async def nowhere(owner: asyncpg.Connection) -> bool:
    """Return whether what was published to foreign topics is neither a reading nor a reject."""
    return bool(
        await owner.fetchval(
            "SELECT NOT EXISTS (SELECT FROM reading WHERE value = $1)"
            " AND NOT EXISTS (SELECT FROM reject WHERE payload = $2)",
            FOREIGN_VALUE,
            str(FOREIGN_VALUE).encode(),
        )
    )


async def _listen(
    stack: Stack,
    version: aiomqtt.ProtocolVersion,
    pattern: str,
    heard: list[str],
    ready: asyncio.Barrier,
) -> None:
    """Subscribe to a filter if the broker lets us, and note what comes."""
    with suppress(aiomqtt.MqttError):
        async with stack.device(DEVICE, protocol=version) as device:
            with suppress(aiomqtt.MqttError):
                await device.subscribe(pattern, qos=1, timeout=10)
            await ready.wait()
            async for message in device.messages:
                heard.append(f"{pattern}: {message.topic}")


async def rejected(owner: asyncpg.Connection, count: int) -> None:
    """Wait until so many messages of the device were rejected, kept or only counted."""
    async with asyncio.timeout(HANG_S):
        while await rejections(owner) < count:
            await owner.fetchval("SELECT pg_sleep(0.05)")


async def rejections(owner: asyncpg.Connection) -> int:
    """Return how many messages of the device were rejected."""
    asked = "SELECT coalesce(sum(count), 0) FROM reject_count WHERE device_name = $1"
    return int(await owner.fetchval(asked, DEVICE))


@pytest.mark.parametrize("version", [aiomqtt.ProtocolVersion.V5, aiomqtt.ProtocolVersion.V311])
async def test_a_device_publishes_and_hears_its_own_only(
    stack: Stack, owner: asyncpg.Connection, unmoved: None, version: aiomqtt.ProtocolVersion
) -> None:
    # the broker may end a connection for what it tried, so each try has its own
    for name in FOREIGN:
        with suppress(aiomqtt.MqttError):
            async with stack.device(DEVICE, protocol=version) as device:
                await device.publish(name, str(FOREIGN_VALUE), qos=1, timeout=10)
    async with asyncio.timeout(HANG_S), asyncio.TaskGroup() as group:
        heard: list[str] = []
        ready = asyncio.Barrier(len(FILTERS) + 1)
        eavesdroppers = [
            group.create_task(_listen(stack, version, pattern, heard, ready), name=pattern)
            for pattern in FILTERS
        ]
        await ready.wait()
        value = 5.0 + version / 16
        async with stack.device(DEVICE, protocol=version) as own:
            await own.publish(OWN, str(value), qos=1, timeout=10)
        async with stack.device("linden-spare") as other:
            await other.publish(FOREIGN[0], str(value + 0.25), qos=1, timeout=10)
        await stored(owner, value)
        await stored(owner, value + 0.25)
        assert heard == []
        for task in eavesdroppers:
            task.cancel()
    assert await nowhere(owner)


async def test_a_will_goes_to_the_devices_own_topics_only(
    stack: Stack, owner: asyncpg.Connection, unmoved: None
) -> None:
    password = stack.device_password(DEVICE)
    for name, value in (*((name, FOREIGN_VALUE) for name in FOREIGN), (OWN, 5.8125)):
        packet = connect_packet(DEVICE, password, will=(name, str(value)))
        assert await leave_a_will(stack.broker, packet), name
    await stored(owner, 5.8125)
    assert await nowhere(owner)


async def test_wrong_credentials_are_refused_and_others_served(
    stack: Stack, owner: asyncpg.Connection, sizes: Sizes, unmoved: None
) -> None:
    password = stack.device_password(DEVICE)
    tries: list[dict[str, Any]] = [
        {"username": name, "password": secret}
        for name, secret in (
            (DEVICE, ""), (DEVICE, password[:-1]), (DEVICE, password + " "),
            (DEVICE.upper(), password), ("linden-spare", password), ("service:ingest", password),
            ("admin", "admin"), ("", ""), (f"{DEVICE}\u0000", password), ("#", password),
            ("+", password),
        )
    ]  # fmt: skip
    # test_flood tries them all, at once
    wrong = (f"wrong-{n}" for n in range(min(sizes.passwords, 300)))
    tries += [{"username": DEVICE, "password": guess} for guess in wrong]
    tries.append({"username": None, "password": None})
    for credentials in tries:
        with pytest.raises((aiomqtt.MqttError, ValueError)):
            async with stack.broker_client(**credentials, timeout=20):
                pass
    async with stack.device(DEVICE) as device:
        await device.publish(OWN, "6.375", qos=1, timeout=20)
    await stored(owner, 6.375)


async def test_a_client_id_of_ingest_takes_nothing_over(
    stack: Stack, owner: asyncpg.Connection, unmoved: None
) -> None:
    for identifier in ("isotherm-ingest-0", "ingest-0", "isotherm-ingest", "service:ingest"):
        with suppress(aiomqtt.MqttError):
            async with stack.device(DEVICE, identifier=identifier) as thief:
                await thief.publish(OWN, "6.5625", qos=1, timeout=20)
    async with stack.device(DEVICE) as device:
        await device.publish(OWN, "6.4375", qos=1, timeout=20)
    await stored(owner, 6.4375)


async def test_topics_are_kept_within_the_budget_and_answered_in_short(
    stack: Stack, owner: asyncpg.Connection, ada: str, sizes: Sizes, unmoved: None
) -> None:
    before = await rejections(owner)
    names = [
        *(f"sensors/{DEVICE}/{'x' * 60_000}{number}" for number in range(sizes.long_topics)),
        *(f"sensors/{DEVICE}/{name}" for name in (".", "..", "a b", "a/b", "ä", "", "x" * 65)),
    ]
    async with stack.device(DEVICE) as device:
        for name in names:
            await device.publish(name, "1", qos=1, timeout=20)
    await rejected(owner, before + len(names))
    assert await rejections(owner) == before + len(names)
    longest, kept = await owner.fetchrow(
        "SELECT max(octet_length(topic)), sum(octet_length(topic) + octet_length(payload))"
        " FROM reject WHERE device_name = $1",
        DEVICE,
    )
    assert longest <= LONGEST_TOPIC
    assert kept < 1_000_000
    async with plain_client(base_url=f"{stack.api}/api/v1", headers=bearer(ada)) as client:
        now = int(await owner.fetchval("SELECT extract(epoch FROM now()) * 1000"))
        page = await client.get("/rejects", params={"from": now - 3_600_000, "to": now + 1_000})
        assert page.status_code == 200
        assert len(page.content) < 500_000


async def test_hostile_payloads_are_acknowledged_and_the_ledger_balances(
    stack: Stack, owner: asyncpg.Connection, ada: str, sizes: Sizes, unmoved: None
) -> None:
    async with stack.device(DEVICE) as device, asyncio.timeout(HANG_S * 5):
        for number in range(sizes.payloads):
            payload = HOSTILE[number % len(HOSTILE)]
            await device.publish(OWN, payload, qos=1, timeout=20)
        await device.publish(OWN, "6.8125", qos=1, timeout=20)
    await stored(owner, 6.8125)
    now = int(await owner.fetchval("SELECT extract(epoch FROM now()) * 1000"))
    async with plain_client(base_url=f"{stack.api}/api/v1", headers=bearer(ada)) as client:
        asked = {"from": now - 3_600_000, "to": now + 1_000}
        ledger = (await client.get("/ledger", params=asked)).json()
        assert ledger["total"]["balanced"] is True


async def test_malformed_packets_end_their_connection_alone(
    stack: Stack, owner: asyncpg.Connection, unmoved: None
) -> None:
    connect = bytes.fromhex("101000044d5154540402003c000461746b31")
    for packet in (
        b"\x00" * 16, b"\xff" * 64, b"\x10\xff\xff\xff\xff\x7f", connect[:7],
        b"GET / HTTP/1.1\r\n\r\n",
        connect.replace(b"MQTT", b"TTQM"), connect[:6] + b"\xff" + connect[7:], b"\x30\x02\x00\x05",
    ):  # fmt: skip
        reader, writer = await asyncio.open_connection(*stack.broker)
        writer.write(packet)
        with suppress(OSError):
            writer.write_eof()
            async with asyncio.timeout(HANG_S):
                while await reader.read(4_096):
                    pass
        writer.close()
    async with stack.device(DEVICE) as device:
        await device.publish(OWN, "6.9375", qos=1, timeout=20)
    await stored(owner, 6.9375)
