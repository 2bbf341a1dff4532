"""Seeding the demo is idempotent, and stores a credential for each of its devices."""

from pathlib import Path

import asyncpg

from isotherm_devstack.demo import seed
from isotherm_devstack.demo.fleet import FLEET, SILENT, SITES
from isotherm_devstack.state import credentials
from isotherm_devstack.testing.database import Database

COUNTS = """
SELECT (SELECT count(*) FROM site) AS site, (SELECT count(*) FROM sensor) AS sensor,
    (SELECT count(*) FROM device WHERE state = 'known') AS device,
    (SELECT count(*) FROM installation) AS installation, (SELECT count(*) FROM limits) AS limits,
    (SELECT count(*) FROM audit WHERE action = 'limits.set' AND sensor_id IS NOT NULL) AS audit,
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
            "audit": sum(sensor.low is not None for sensor in FLEET),
            "access_grant": 3,
        }


async def _credentials(database: Database) -> dict[str, tuple[str, int]]:
    """Return each device's hash and its version."""
    connection = await asyncpg.connect(database.owner)
    rows = await connection.fetch("SELECT name, credential_hash, credential_version FROM device")
    await connection.close()
    return {row["name"]: (row["credential_hash"], row["credential_version"]) for row in rows}


async def test_a_changed_password_replaces_the_old_one(database: Database, tmp_path: Path) -> None:
    first = credentials.load_or_generate(tmp_path / "one.json")
    second = credentials.load_or_generate(tmp_path / "two.json")
    await seed.seed(database.owner, first.devices)
    before = await _credentials(database)
    assert {version for _, version in before.values()} == {1}
    await seed.seed(database.owner, first.devices)
    assert await _credentials(database) == before
    await seed.seed(database.owner, second.devices)
    after = await _credentials(database)
    assert after.keys() == before.keys()
    for device, (digest, version) in after.items():
        assert (digest != before[device][0], version) == (True, 2)
