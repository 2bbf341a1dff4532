"""Seeding the demo is idempotent, and its devices can then log in."""

from pathlib import Path

import asyncpg

from isotherm.broker.file import render
from isotherm_devstack.demo import seed
from isotherm_devstack.demo.fleet import FLEET, REPLAYED, SILENT, SITES
from isotherm_devstack.state import credentials
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database

COUNTS = """
SELECT (SELECT count(*) FROM site) AS site, (SELECT count(*) FROM sensor) AS sensor,
    (SELECT count(*) FROM device WHERE state = 'known') AS device,
    (SELECT count(*) FROM installation) AS installation, (SELECT count(*) FROM limits) AS limits,
    (SELECT count(*) FROM access_grant) AS access_grant
"""


async def test_seeding_twice_has_the_same_result(database: Database, tmp_path: Path) -> None:
    secrets = credentials.load_or_generate(tmp_path / "secrets.json")
    sensors = len(FLEET) + len(SILENT) + 1
    for _ in range(2):
        await seed.seed(database.owner, secrets.devices)
        connection = await asyncpg.connect(database.owner)
        row = await connection.fetchrow(COUNTS)
        await connection.close()
        assert row is not None
        assert dict(row) == {
            "site": len(SITES),
            "sensor": sensors,
            "device": sensors,
            "installation": sensors,
            "limits": sum(sensor.low is not None for sensor in FLEET),
            "access_grant": 3,
        }


async def test_the_devices_passwords_reach_the_broker(
    database: Database, broker: Broker, tmp_path: Path
) -> None:
    secrets = credentials.load_or_generate(tmp_path / "secrets.json")
    await seed.seed(database.owner, secrets.devices)
    rules = render(await seed.read_broker_accounts(database.owner, secrets.services))
    await broker.stop()
    broker.part.prepare(rules)
    await broker.start()
    broker.passwords.update(secrets.devices)
    for name in (FLEET[0].device, SILENT[0].device, REPLAYED.device):
        async with broker.device(name):
            pass


async def test_a_changed_password_replaces_the_old_one(database: Database, tmp_path: Path) -> None:
    first = credentials.load_or_generate(tmp_path / "one.json")
    second = credentials.load_or_generate(tmp_path / "two.json")
    await seed.seed(database.owner, first.devices)
    before = await seed.read_broker_accounts(database.owner, {})
    await seed.seed(database.owner, first.devices)
    assert await seed.read_broker_accounts(database.owner, {}) == before
    await seed.seed(database.owner, second.devices)
    after = await seed.read_broker_accounts(database.owner, {})
    assert all(old.credential != new.credential for old, new in zip(before, after, strict=True))
