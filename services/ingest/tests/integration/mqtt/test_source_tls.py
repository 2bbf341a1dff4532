"""Ingest reads the real broker over TLS, by the setting that names its authority."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from ingest_world import DEVICE, World, balanced
from tls_parts import certificate

from isotherm.broker.file import Account, credential_for, render
from isotherm.names import INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.process import Process
from isotherm_devstack.parts.mosquitto import Mosquitto, Tls
from isotherm_devstack.testing.broker import Broker

MESSAGES = 3000


@pytest_asyncio.fixture(loop_scope="session")
async def tls_world(world: World, tmp_path: Path) -> AsyncIterator[World]:
    """The world with a broker that has a TLS listener."""
    tls = Tls(free_port(), *certificate(tmp_path))
    home = tmp_path / "tls"
    part = Mosquitto(home, free_port(), free_port(), home / "mosquitto.log", tls=tls)
    passwords = {name: f"password of {name}" for name in (INGEST_ACCOUNT, WORKER_ACCOUNT, DEVICE)}
    part.prepare(render(Account(name, credential_for(word)) for name, word in passwords.items()))
    broker = Broker(part, Process(part.command()), passwords)
    await broker.start()
    try:
        yield replace(world, broker=broker)
    finally:
        await broker.stop()


@pytest.mark.parametrize("size", [20, 5000])
async def test_all_waiting_messages_arrive_over_tls(tls_world: World, size: int) -> None:
    """Megabytes arrive at once, in many records, and then nothing more."""
    part = tls_world.broker.part
    assert part.tls is not None
    settings = {
        "mqtt_port": part.tls.port,
        "mqtt_tls": True,
        "mqtt_ca": part.tls.certificate.read_text(),
    }
    async with tls_world.ingest(**settings):
        pass
    filling = "x" * size
    await tls_world.send(*(f'{{"value":{n},"x":"{filling}"}}' for n in range(MESSAGES)))
    async with tls_world.ingest(**settings):
        await tls_world.counted(MESSAGES)
    assert {row["value"] for row in await tls_world.readings()} == set(range(MESSAGES))
    ledger = await tls_world.ledger()
    assert balanced(ledger)
    assert ledger["received"] == MESSAGES
