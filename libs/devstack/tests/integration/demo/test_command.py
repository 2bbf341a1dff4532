"""`isotherm-seed` puts the simulated sensors into a database, with passwords of one secret."""

import json
import os
import subprocess
from pathlib import Path

import asyncpg

from isotherm.sealing import make_key, unseal
from isotherm_devstack.demo.command import passwords
from isotherm_devstack.demo.fleet import FLEET
from isotherm_devstack.host.paths import script
from isotherm_devstack.testing.database import Database

SECRET = "a secret of the chart"  # noqa: S105  a test's own
COUNTS = """
SELECT (SELECT count(*) FROM sensor) AS sensors, (SELECT count(*) FROM access_grant) AS grants,
    (SELECT array_agg(credential_hash ORDER BY name) FROM device) AS hashes
"""
WISHES = """
SELECT d.name, w.sealed, w.version, d.credential_version
FROM credential_wish w JOIN device d ON d.id = w.device_id
"""


def _seed(
    dsn: str, file: Path, secret: str = SECRET, **more: str
) -> subprocess.CompletedProcess[str]:
    environment = {"ISOTHERM_DATABASE_URL": dsn, "ISOTHERM_SIMULATOR_SECRET": secret, **more}
    return subprocess.run(
        [script("isotherm-seed"), str(file)],
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_simulated_sensors_are_there_once_and_their_passwords_in_a_file(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "devices.json"
    connection = await asyncpg.connect(database.owner)
    try:
        assert _seed(database.owner, file).returncode == 0
        first = await connection.fetchrow(COUNTS)
        assert _seed(database.owner, file).returncode == 0
        assert await connection.fetchrow(COUNTS) == first
        assert (first["sensors"], first["grants"]) == (len(FLEET), 0)
        assert _seed(database.owner, file, "another secret, as long").returncode == 0
        assert (await connection.fetchrow(COUNTS))["hashes"] != first["hashes"]
    finally:
        await connection.close()
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text()) == passwords("another secret, as long")
    assert set(passwords(SECRET)) == {sensor.device for sensor in FLEET}
    assert len(set(passwords(SECRET).values())) == len(FLEET)


async def test_a_running_broker_gets_the_passwords_that_it_lacks(
    database: Database, tmp_path: Path
) -> None:
    file, key = tmp_path / "devices.json", make_key()
    first, *others = sorted(passwords(SECRET))
    connection = await asyncpg.connect(database.owner)
    try:
        assert _seed(database.owner, file).returncode == 0
        assert await connection.fetch(WISHES) == []
        await connection.execute(
            "INSERT INTO broker_account (name, version, disabled, applied_at)"
            " SELECT name, credential_version, false, now() FROM device WHERE name = $1",
            first,
        )
        for _ in range(2):
            assert _seed(database.owner, file, ISOTHERM_SEALING_KEY=key).returncode == 0
        wishes = {row["name"]: row for row in await connection.fetch(WISHES)}
    finally:
        await connection.close()
    assert sorted(wishes) == others
    for name, row in wishes.items():
        assert unseal(key, name, row["sealed"]) == passwords(SECRET)[name]
        assert row["version"] == row["credential_version"]


def test_a_wrong_key_is_named(tmp_path: Path) -> None:
    dsn = "postgresql://nobody@localhost/none"
    done = _seed(dsn, tmp_path / "devices.json", ISOTHERM_SEALING_KEY="none")
    assert done.returncode == 2
    assert "ISOTHERM_SEALING_KEY" in done.stderr


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    done = _seed("postgresql://nobody@localhost/none", tmp_path / "devices.json", "short")
    assert done.returncode == 2
    assert "ISOTHERM_SIMULATOR_SECRET" in done.stderr
