"""A separate api process with one worker, on the filled database."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench.history.realm import Realm
from bench.history.year import SITE
from isotherm_devstack.host.paths import REPOSITORY, script
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.process import Process
from isotherm_devstack.parts.part import running
from isotherm_devstack.parts.services import Service

OURS = (script("isotherm-api"),)
OBJECTS = (sys.executable, "-m", "bench.peers.objects")
"""The same api with the peers' routes."""

_GRANT = """
INSERT INTO access_grant (site_id, subject, role, granted_by)
SELECT id, unnest($2::text[]), 'viewer', 'bench' FROM site WHERE slug = $1 ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Api:
    """A running api: its port and its process."""

    port: int
    process: Process


@asynccontextmanager
async def api(argv: tuple[str, ...], dsn: str, realm: Realm, home: Path) -> AsyncIterator[Api]:
    """Run an api during the block."""
    port, management = free_port(), free_port()
    settings = {
        "DATABASE_URL": dsn, "INSTANCE": "api-bench", "API_PORT": str(port),
        "MANAGEMENT_PORT": str(management), "OIDC_ISSUER": realm.issuer,
    }  # fmt: skip
    service = Service(
        name="api",
        argv=argv,
        log=home / "api-bench.log",
        env={f"ISOTHERM_{name}": value for name, value in settings.items()},
        cwd=REPOSITORY,
        ready_url=f"http://{LOOPBACK}:{management}/readyz",
    )
    async with running(service) as process:
        yield Api(port, process)


async def grant(dsn: str, people: list[str]) -> None:
    """Grant people the role viewer at the benchmark's site."""
    connection = await asyncpg.connect(dsn, timeout=60)
    try:
        await connection.execute(_GRANT, SITE, people)
    finally:
        await connection.close()
