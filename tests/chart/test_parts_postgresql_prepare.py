"""What runs before each start of the bundled database, with the real PostgreSQL."""

import os
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess, run

import asyncpg
import pytest

from isotherm_devstack.host.paths import CHART_FILES
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.postgres import Postgres, binary, unprivileged


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume, and the Secret's password; `server` runs on what is prepared."""

    server: Postgres
    secret: Path

    def prepare(self, password: str) -> CompletedProcess[str]:
        self.secret.write_text(password)
        settings = {
            "PATH": f"{Path(binary('postgres')).parent}:{os.environ['PATH']}",
            "PGDATA": str(self.server.data),
            "POSTGRES_PASSWORD_FILE": str(self.secret),
        }
        argv = unprivileged(
            "/bin/sh", str(CHART_FILES / "postgresql-prepare.sh"), str(self.server.conf)
        )
        return run(argv, env=settings, capture_output=True, text=True, check=False)  # noqa: S603  the chart's own script

    async def login(self, password: str) -> str:
        """Log in, and return what the table says of who made it."""
        connection = await asyncpg.connect(
            host="127.0.0.1", port=self.server.port, user="postgres", password=password
        )
        try:
            await connection.execute("CREATE TABLE IF NOT EXISTS kept AS SELECT $$first$$ AS one")
            return str(await connection.fetchval("SELECT one FROM kept"))
        finally:
            await connection.close()


@pytest.fixture
def volume(tmp_path: Path, postgres: Postgres) -> Volume:
    server = Postgres(tmp_path, free_port(), "first", tmp_path / "log", durable=False)
    server.conf.write_text(postgres.conf.read_text())
    return Volume(server, tmp_path / "password")


async def test_a_kept_volume_takes_the_password_of_a_new_secret(volume: Volume) -> None:
    assert volume.prepare("first").returncode == 0
    async with running(volume.server):
        assert await volume.login("first") == "first"
    second = 'it\'s "an" other $one'
    done = volume.prepare(second)
    assert done.returncode == 0
    assert second not in done.stdout + done.stderr
    volume.server.password = second
    async with running(volume.server):
        assert await volume.login(second) == "first"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await volume.login("first")


async def test_a_killed_database_is_recovered_first(volume: Volume) -> None:
    volume.prepare("first")
    async with running(volume.server) as process:
        await volume.login("first")
        process.kill()
        await process.wait()
    assert volume.prepare("second").returncode == 0
    volume.server.password = "second"  # noqa: S105  of a database that lives for one test
    async with running(volume.server):
        assert await volume.login("second") == "first"


async def test_an_interrupted_making_begins_anew(volume: Volume) -> None:
    half = volume.server.data.with_name("data.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    volume.server.data.mkdir()
    assert volume.prepare("first").returncode == 0
    assert not half.exists()
    async with running(volume.server):
        assert await volume.login("first") == "first"


def test_another_major_version_is_refused_with_the_cure(volume: Volume) -> None:
    volume.prepare("first")
    version = volume.server.data / "PG_VERSION"
    version.write_text("14\n")
    done = volume.prepare("first")
    assert done.returncode == 1
    assert "set postgresql.image.tag to 14" in done.stderr


def test_foreign_files_are_left_alone(volume: Volume) -> None:
    volume.server.data.mkdir()
    foreign = volume.server.data / "precious"
    foreign.touch()
    assert volume.prepare("first").returncode == 1
    assert foreign.exists()
