"""Databases that are backed up, the settings of backups, and manifests."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import asyncpg

from isotherm.backup.manifest import Manifest, SavedDatabase, SavedFile
from isotherm.backup.settings import BackupSettings
from isotherm.backup.tools import Tools
from isotherm_devstack.testing.database import Database

MakeSettings = Callable[..., BackupSettings]
RunBy = Callable[[BackupSettings], Tools]
EACH_READING = """
SELECT channel_id, measured_at, received_at, value, quality FROM reading ORDER BY 1, 2
"""


def silent(_: str) -> None:
    """Say nothing."""


def without_password(dsn: str) -> tuple[str, str]:
    """Return a DSN without its password, and the password."""
    parts = urlsplit(dsn)
    bare = parts._replace(netloc=f"{parts.username}@{parts.hostname}:{parts.port}")
    return bare.geturl(), parts.password or ""


@dataclass(frozen=True, slots=True)
class Source:
    """Two databases: Isotherm's and a small stand-in for Keycloak's."""

    database: Database
    keycloak: str
    admin: str

    async def query(self, statement: str, *, of: str = "") -> list[asyncpg.Record]:
        """Return the rows of a statement that the superuser runs."""
        parts = urlsplit(self.admin)._replace(path=f"/{of or self.database.name}")
        connection = await asyncpg.connect(parts.geturl())
        try:
            return list(await connection.fetch(statement))
        finally:
            await connection.close()


def manifest_of(*files: SavedFile, secrets: SavedFile | None = None) -> Manifest:
    """Return a manifest of dumps without rows, and of a file with the Secrets."""
    return Manifest(
        started_at="2026-11-29T02:00:00+00:00",
        finished_at="2026-11-29T02:01:00+00:00",
        isotherm="1",
        server="18",
        revision="0001",
        encrypted=False,
        databases=[SavedDatabase(name=file.name, file=file, seconds=1, rows={}) for file in files],
        secrets=secrets,
        secret_names=[],
    )
