"""`isotherm-seed` puts the simulated sensors into a database, with passwords of one secret."""

import json
import os
import subprocess
from pathlib import Path

import asyncpg

from isotherm_devstack.demo.command import passwords
from isotherm_devstack.demo.fleet import FLEET
from isotherm_devstack.host.paths import script
from isotherm_devstack.testing.database import Database

SECRET = "a secret of the chart"  # noqa: S105  a test's own
COUNTS = """
SELECT (SELECT count(*) FROM sensor) AS sensors, (SELECT count(*) FROM access_grant) AS grants,
    (SELECT array_agg(credential_hash ORDER BY name) FROM device) AS hashes
"""


def _seed(dsn: str, file: Path, secret: str = SECRET) -> subprocess.CompletedProcess[str]:
    environment = {"ISOTHERM_DATABASE_URL": dsn, "ISOTHERM_SIMULATOR_SECRET": secret}
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


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    done = _seed("postgresql://nobody@localhost/none", tmp_path / "devices.json", "short")
    assert done.returncode == 2
    assert "ISOTHERM_SIMULATOR_SECRET" in done.stderr
