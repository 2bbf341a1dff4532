"""A database whose devices have accounts at a real broker, and a worker that keeps them."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiomqtt
import asyncpg
import pytest
from account_rows import AccountRows
from awaited import until

from isotherm.names import ADMIN_ACCOUNT, INGEST_ACCOUNT, WORKER_ACCOUNT
from isotherm.process import connections as databases
from isotherm.process.background import Background
from isotherm_devstack.parts.mosquitto import Mosquitto
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database
from isotherm_worker.accounts.keeper import AccountKeeper
from isotherm_worker.settings import WorkerSettings


@dataclass(kw_only=True)
class AccountsWorld(AccountRows):
    """Rows of devices, the broker that gets their accounts, and workers that give them."""

    broker: Broker

    def settings(self, **changes: Any) -> WorkerSettings:
        """Return the settings of a worker that keeps these accounts."""
        defaults = {
            "database_url": self.database.worker,
            "instance": "worker-0",
            "mqtt_host": self.broker.host,
            "mqtt_port": self.broker.port,
            "mqtt_username": WORKER_ACCOUNT,
            "mqtt_password": self.broker.passwords[WORKER_ACCOUNT],
            "mqtt_admin_password": self.broker.passwords[ADMIN_ACCOUNT],
            "sealing_key": self.key,
        }
        return WorkerSettings(**defaults | changes)

    @asynccontextmanager
    async def worker(self, *, polite_s: float = 1.0, **changes: Any) -> AsyncIterator[Background]:
        """Run a worker's keeping of accounts during the block."""
        background = Background()
        settings = self.settings(**changes)
        async with databases.pool(self.database.worker) as pool, asyncio.TaskGroup() as group:
            keeper = AccountKeeper(settings, pool, background, polite_s=polite_s)
            task = group.create_task(keeper.run(), name="accounts")
            yield background
            task.cancel()

    async def has_applied(self, name: str) -> bool:
        """Return whether the broker has the newest password of a device, as worker says."""
        return bool(
            await self.sql.fetchval(
                "SELECT version = credential_version AND a.disabled = (disabled_at IS NOT NULL)"
                " AND error IS NULL AND NOT EXISTS (SELECT FROM credential_wish w"
                " WHERE w.device_id = d.id)"
                " FROM device d JOIN broker_account a USING (name) WHERE name = $1",
                name,
            )
        )

    async def applied(self, name: str) -> None:
        """Wait until the broker has the newest password of a device."""
        await until(lambda: self.has_applied(name))

    async def checked(self) -> asyncpg.Record:
        """Ask for a comparison, wait for it, and return the row `account_state`."""
        await self.sql.execute("UPDATE account_state SET check_wanted_at = now()")

        async def done() -> bool:
            row = await self.state()
            return row["checked_at"] is not None and row["checked_at"] >= row["check_wanted_at"]

        await until(done)
        return await self.state()

    async def differences(self) -> list[tuple[str, str, str]]:
        """Ask for a comparison; return name, kind and cure of each difference that is shown."""
        row = await self.checked()
        shown = json.loads(row["differences"])
        assert row["difference_count"] == len(shown)
        return [(entry["name"], entry["kind"], entry["cure"]) for entry in shown]

    def rendering(self) -> dict[str, str]:
        """Return the settings with which `isotherm-worker render-accounts` is run."""
        passwords = self.broker.passwords
        return {
            "ISOTHERM_DATABASE_URL": self.database.worker,
            "ISOTHERM_MQTT_INGEST_PASSWORD": passwords[INGEST_ACCOUNT],
            "ISOTHERM_MQTT_PASSWORD": passwords[WORKER_ACCOUNT],
            "ISOTHERM_MQTT_ADMIN_PASSWORD": passwords[ADMIN_ACCOUNT],
        }

    async def restart_rendered(self, *, lose: bool = False) -> None:
        """Restart the broker with its file rendered, without its volume if that is lost."""
        old = self.broker.part
        await self.broker.stop()
        if lose:
            shutil.rmtree(old.home)
        ports, log = (old.port, old.device_port), old.home.with_name("rendered.log")
        self.broker.part = Mosquitto(old.home, *ports, log, self.rendering())
        await self.broker.start()

    async def can_connect(self, name: str, password: str | None = None) -> bool:
        """Return whether a device can connect, with its newest password if none is given."""
        word = {} if password is None else {"password": password}
        try:
            async with self.broker.device(name, **word):
                return True
        except aiomqtt.MqttError:
            return False

    @asynccontextmanager
    async def undisturbed(self, name: str) -> AsyncIterator[None]:
        """Check that a device stays connected during the block."""
        async with self.broker.device(name) as client:
            yield
            await client.publish(f"sensors/{name}/temperature", "4", qos=1)


async def cut_off(client: aiomqtt.Client) -> None:
    """Wait until the broker has ended a connection."""
    with pytest.raises(aiomqtt.MqttError):
        async with asyncio.timeout(60):
            await anext(aiter(client.messages))


@asynccontextmanager
async def accounts_world(database: Database, broker: Broker) -> AsyncIterator[AccountsWorld]:
    """Yield a world without devices."""
    sql = await asyncpg.connect(database.superuser)
    yield AccountsWorld(database=database, sql=sql, passwords=broker.passwords, broker=broker)
    sql.terminate()
