"""Run the programs of a commit on a database of their own, and have them fill every table."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from isotherm.schema.roles import PARTS as LOGINS
from isotherm.schema.roles import dsn_for
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.tools import run
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.postgres import Postgres, binary
from isotherm_devstack.testing import broker as brokers
from isotherm_devstack.testing.database import Database
from isotherm_releases import dump, identity, traffic
from isotherm_releases.checkout import Checkout
from isotherm_releases.parts import Parts, migrate
from isotherm_releases.people import DEVICES, SENSORS, People, people_at

HERE = Path(__file__).parent
_RARE = HERE / "rare.sql"
_WAIT_S = 300.0
_LOOK_S = 0.5
_ROLLED = """
SELECT count(*) FILTER (WHERE rolled_to > now() - interval '2 h') = $1
  AND NOT EXISTS (SELECT FROM dirty) AND NOT EXISTS (SELECT FROM ledger_entry)
FROM rollup
"""
EMPTY: dict[str, str] = {}
"""Tables that stay empty in a kept database, each with the reason."""
NEW: dict[str, str] = {}
"""Tables that came after the newest release, each with the file here that gives them rows."""


@dataclass(frozen=True)
class Filled:
    """A database that a release's programs have filled, while its api still answers."""

    parts: Parts
    since: datetime
    until: datetime


class FillError(Exception):
    """Something that a release's programs should have written was not written in time."""


@asynccontextmanager
async def filled(checkout: Checkout, home: Path) -> AsyncIterator[Filled]:
    """Fill a database in a folder; worker and ingest have ended when the block begins."""
    async with AsyncExitStack() as stack:
        server = Postgres(home / "postgres", free_port(), "superuser", home / "postgres.log")
        await server.prepare()
        await stack.enter_async_context(running(server))
        database = await _database(server, checkout)
        broker = await stack.enter_async_context(brokers.started(home / "mosquitto"))
        realm = stack.enter_context(identity.serving())
        parts = Parts(database, broker, realm, home)
        await stack.enter_async_context(parts.running("api", checkout))
        people = await stack.enter_async_context(people_at(parts.api_url, realm))
        sql = await asyncpg.connect(database.superuser)
        stack.push_async_callback(sql.close)
        now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        await _fill(parts, checkout, people, sql, now)
        await _back_up(database, checkout, home)
        await sql.execute(_RARE.read_text())
        await dump.scrub(database.superuser)
        yield Filled(parts, now - timedelta(days=traffic.DAYS), now - timedelta(hours=2))


async def _database(server: Postgres, checkout: Checkout) -> Database:
    passwords = {part: f"{part}-password" for part in LOGINS}
    await run(
        checkout.program("isotherm-migrate"),
        "bootstrap",
        env={
            "ISOTHERM_ADMIN_DATABASE_URL": server.dsn(),
            **{f"ISOTHERM_{part.upper()}_PASSWORD": word for part, word in passwords.items()},
        },
    )
    name = "isotherm"
    logins = {part: dsn_for(server.dsn(), part, word, name) for part, word in passwords.items()}
    await migrate(logins["owner"], checkout)
    return Database(name=name, superuser=server.dsn(name), **logins)


async def _fill(
    parts: Parts, checkout: Checkout, people: People, sql: asyncpg.Connection, now: datetime
) -> None:
    """Have people and devices do everything once, while worker and then ingest run."""
    since, day = now - timedelta(days=traffic.DAYS), timedelta(days=1)
    async with AsyncExitStack() as working, AsyncExitStack() as storing:
        # without ingest at first, which is an alert
        await working.enter_async_context(parts.running("worker", checkout, start_grace_s="0"))
        await _until(sql, "SELECT EXISTS (SELECT FROM alert)", "alert")
        await storing.enter_async_context(parts.running("ingest", checkout))
        parts.broker.passwords |= await people.set_up()
        accounts = "SELECT count(*) = $1 FROM broker_account WHERE version > 0"
        await _until(sql, accounts, "accounts at the broker", len(DEVICES))
        devices = [f"{sensor.split('/')[1]}-1" for sensor in SENSORS]
        for device in devices:
            await traffic.announce(parts.broker, device, now)
        await _until(sql, "SELECT count(*) = $1 FROM channel", "channels", len(devices))
        await people.install(since)
        await people.set_limits(since, now - 5 * day)
        sent = len(devices) + await traffic.send_live(parts.broker, now)
        for device in devices:
            sent += await traffic.send_history(parts.broker, device, now)
        await traffic.connect_wrongly(parts.broker)
        await _until(sql, "SELECT count(*) = $1 FROM reading", "readings", sent)
        await people.correct(now - 2 * day, now - day)
        await people.tidy_up(since, now + day)
        await _until(sql, _ROLLED, "rollups of all sensors", len(SENSORS))
        for table in ("device_takeover", "login_attempt", "sensor_interval", "day_check"):
            await _until(sql, f"SELECT EXISTS (SELECT FROM {table})", f"rows of {table}")
        replayed = "SELECT sum(replayed) = 1 FROM replay_job WHERE state = 'done'"
        await _until(sql, replayed, "replay that is done")
        await working.aclose()
        # what worker would fold at once
        await traffic.send_last(parts.broker)
        for table in ("reject_count", "ledger_entry"):
            await _until(sql, f"SELECT EXISTS (SELECT FROM {table})", f"rows of {table}")


async def _until(sql: asyncpg.Connection, question: str, missing: str, *values: object) -> None:
    try:
        async with asyncio.timeout(_WAIT_S):
            while not await sql.fetchval(question, *values):  # noqa: ASYNC110  another process writes
                await asyncio.sleep(_LOOK_S)
    except TimeoutError:
        raise FillError(f"no {missing} after {_WAIT_S:.0f} s") from None


async def _back_up(database: Database, checkout: Checkout, home: Path) -> None:
    (home / "backup").mkdir()
    settings = {
        "DATABASE_URL": database.owner,
        "DATABASE_PASSWORD": "owner-password",
        "BACKUP_FOLDER": str(home / "backup"),
        "BACKUP_TOOLS": str(Path(binary("pg_dump")).parent),
    }
    await run(
        checkout.program("isotherm-backup"),
        "make",
        env={f"ISOTHERM_{name}": value for name, value in settings.items()}
        | {"PATH": os.environ["PATH"]},
    )
