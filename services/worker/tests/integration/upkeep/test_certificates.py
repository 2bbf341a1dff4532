"""The certificates that a real broker, and a real server of pages, show to worker."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from awaited import until
from own_authority import Authority, showing
from prometheus_client import REGISTRY

from isotherm.process import connections as databases
from isotherm.process.background import Background
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.parts.mosquitto import Tls
from isotherm_devstack.testing.broker import started
from isotherm_devstack.testing.database import Database
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.upkeep.certificates import Certificates, broker, pages
from isotherm_worker.upkeep.handshake import UnreachableError

HOST = "mqtt.example.org"
DAY_S = 86_400
ROW = "SELECT * FROM broker_certificate"
MakeSettings = Callable[..., WorkerSettings]


@pytest_asyncio.fixture(loop_scope="session")
async def pool(database: Database) -> AsyncIterator[asyncpg.Pool]:
    """Worker's own connections."""
    async with databases.pool(database.worker) as opened:
        yield opened


@pytest.fixture
def settings(database: Database) -> MakeSettings:
    """What makes settings, those of the broker's certificate among them."""

    def make(**other: Any) -> WorkerSettings:
        required = {"database_url": database.worker, "mqtt_username": "w", "mqtt_password": "p"}
        return WorkerSettings(**(required | other))

    return make


def metric(name: str, of: str = "broker") -> float:
    value = REGISTRY.get_sample_value(f"isotherm_worker_certificate_{name}", {"shown_by": of})
    assert value is not None
    return value


async def test_what_the_broker_shows_is_read_and_verified(
    tmp_path: Path, pool: asyncpg.Pool, settings: MakeSettings
) -> None:
    authority, port = Authority(), free_port()
    certificate, key, expires = authority.sign(tmp_path, HOST, days=30, age_days=60)
    asked = settings(
        certificate_broker=f"{LOOPBACK}:{port}",
        certificate_broker_name=HOST,
        certificate_broker_ca=authority.pem,
    )
    async with started(tmp_path / "broker", tls=Tls(port, certificate, key)) as running:
        await Certificates(asked, pool).look("broker")
        assert metric("usable") == 1
        assert metric("expires_timestamp_seconds") == expires.timestamp()
        assert metric("lifetime_seconds") == 90 * DAY_S
        row = await pool.fetchrow(ROW)
        assert row["expires_at"] == expires
        assert row["error"] is None
        assert row["address"] == f"{HOST}:{port}"
        assert datetime.now(UTC) - row["checked_at"] < timedelta(minutes=5)

        # a renewed one, of which devices know the name, but the broker was given another's
        _, _, renewed = authority.sign(tmp_path, "another.example.org", days=90)
        running.reload()
        async with asyncio.timeout(60):
            while metric("expires_timestamp_seconds") != renewed.timestamp():
                await Certificates(asked, pool).look("broker")
        assert metric("usable") == 0
        row = await pool.fetchrow(ROW)
        assert "mismatch" in row["error"]
        assert row["expires_at"] == renewed

    with pytest.raises(UnreachableError, match=str(port)):
        await Certificates(asked, pool).look("broker")
    # it goes on ageing
    assert metric("expires_timestamp_seconds") == renewed.timestamp()
    row = await pool.fetchrow(ROW)
    assert row["expires_at"] == renewed
    assert str(port) in row["error"]

    await Certificates(settings(), pool).look("broker")
    row = await pool.fetchrow(ROW)
    assert tuple(row)[1:] == (None, None, None, None)


async def test_the_pages_are_looked_at_by_their_public_address(
    tmp_path: Path, pool: asyncpg.Pool, settings: MakeSettings
) -> None:
    authority = Authority()
    certificate, key, expires = authority.sign(tmp_path, "isotherm.example.org", days=3)
    async with showing(certificate, key) as port:
        asked = settings(certificate_pages=f"https://{LOOPBACK}:{port}")
        await Certificates(asked, pool).look("pages")
    # no public authority has signed it
    assert metric("usable", "pages") == 0
    assert metric("expires_timestamp_seconds", "pages") == expires.timestamp()
    assert await pool.fetchval("SELECT checked_at FROM broker_certificate") is None


async def test_an_endpoint_that_cannot_be_looked_at_is_a_failing_job(
    pool: asyncpg.Pool, settings: MakeSettings
) -> None:
    background = Background()
    asked = settings(certificate_broker=f"{LOOPBACK}:{free_port()}")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(Certificates(asked, pool, background).run())
        failing = background.job("certificate of broker")

        async def has_failed() -> bool:
            return not failing.ok

        await until(has_failed)
        task.cancel()


def test_where_nobody_speaks_tls_nothing_is_looked_at(settings: MakeSettings) -> None:
    assert broker(settings()) is None
    assert pages(settings()) is None
    assert pages(settings(certificate_pages="http://localhost:8080")) is None
    shown = pages(settings(certificate_pages="https://[::1]/"))
    assert shown is not None
    assert (shown.host, shown.port) == ("::1", 443)
    shown = broker(settings(certificate_broker="[::1]:8883"))
    assert shown is not None
    assert (shown.host, shown.name) == ("::1", "::1")
