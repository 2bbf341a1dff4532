"""Making a backup: each database in a snapshot of its own, the Secrets, and the manifest."""

import asyncio
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from isotherm import __version__
from isotherm.backup import manifest, sealing, secrets, shelf
from isotherm.backup.errors import BackupError
from isotherm.backup.manifest import Manifest, SavedDatabase, SavedFile
from isotherm.backup.rows import count_rows
from isotherm.backup.runs import record_done, recorded
from isotherm.backup.server import connected
from isotherm.backup.settings import BackupSettings, Login
from isotherm.backup.tools import Tools

Say = Callable[[str], None]
_LOCK = "SELECT pg_try_advisory_lock(hashtext('isotherm.backup'))"
SECRETS = "secrets.json"


async def make(
    settings: BackupSettings, tools: Tools, say: Say, *, copied_later: bool = False
) -> Manifest:
    """Make a backup in a folder of its own. Raise BackupError; then nothing of it remains.

    The database records the run. If the backup is `copied_later` to where it has to be, its run
    stays open until that is done.
    """
    async with connected(settings.owner) as lock:
        if not await lock.fetchval(_LOCK):
            raise BackupError("another backup is running")
        started = datetime.now(UTC)
        name = shelf.name_of(started)
        async with recorded(settings.owner, name, started, say):
            backup = await _make(settings, tools, name, started, say)
        if not copied_later:
            await record_done(settings.owner, name, backup, say)
    size = sum(file.bytes for file in backup.files)
    say(
        f"{name} is complete: {backup.rows} rows in {len(backup.databases)} databases, {size} bytes"
    )
    return backup


async def _make(
    settings: BackupSettings, tools: Tools, name: str, started: datetime, say: Say
) -> Manifest:
    place = settings.backup_folder
    folder = place / f"{name}{shelf.PARTIAL}"
    for left in shelf.clear_partial(place):
        say(f"deleted {left}, which an interrupted backup had left")
    shelf.check_space(place)
    try:
        folder.mkdir(mode=0o700)
        backup = await _fill(settings, tools, folder, started, say)
        manifest.write(folder, backup)
        folder.rename(place / name)
    except OSError as error:
        raise BackupError(f"{folder} cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return backup


async def _fill(
    settings: BackupSettings, tools: Tools, folder: Path, started: datetime, say: Say
) -> Manifest:
    databases = []
    revision, server = await _read_versions(settings.owner)
    for login in (settings.owner, settings.keycloak):
        if login is not None:
            databases.append(await _dump(login, tools, folder, settings.passphrase, say))
    saved, names = await asyncio.to_thread(_save_secrets, settings, folder)
    return Manifest(
        started_at=started.isoformat(timespec="seconds"),
        finished_at=datetime.now(UTC).isoformat(timespec="seconds"),
        isotherm=__version__,
        server=server,
        revision=revision,
        encrypted=settings.passphrase is not None,
        databases=databases,
        secrets=saved,
        secret_names=names,
    )


async def _read_versions(owner: Login) -> tuple[str, str]:
    async with connected(owner) as connection:
        try:
            revision = await connection.fetchval("SELECT version_num FROM alembic_version")
        except asyncpg.UndefinedTableError:
            raise BackupError(f"database {owner.database} holds no schema of Isotherm") from None
        return str(revision), str(await connection.fetchval("SHOW server_version"))


async def _dump(
    login: Login, tools: Tools, folder: Path, passphrase: str | None, say: Say
) -> SavedDatabase:
    """Dump one database and count its rows, both in the same snapshot."""
    path = folder / f"{login.database}.dump"
    start = time.monotonic()
    async with (
        connected(login) as connection,
        # read-only, and consistent for the dump and the counts
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
        await tools.run(
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot}",
            "--lock-wait-timeout=60s",
            "--no-password",
            f"--file={path}",
            f"--dbname={login.url}",
        )
        rows = await count_rows(connection)
    # proves that the dump can be read to its end of contents
    await tools.run("pg_restore", "--list", str(path))
    saved = await asyncio.to_thread(_closed, path, passphrase)
    seconds = round(time.monotonic() - start, 1)
    say(f"{login.database}: {sum(rows.values())} rows, {saved.bytes} bytes, {seconds} s")
    return SavedDatabase(name=login.database, file=saved, seconds=seconds, rows=rows)


def _save_secrets(settings: BackupSettings, folder: Path) -> tuple[SavedFile | None, list[str]]:
    if settings.backup_secrets is None:
        return None, []
    collected = secrets.collect(settings.backup_secrets)
    secrets.write(folder / SECRETS, collected)
    return _closed(folder / SECRETS, settings.passphrase), sorted(collected)


def _closed(path: Path, passphrase: str | None) -> SavedFile:
    """Encrypt a file if there is a passphrase; return its description."""
    path.chmod(0o600)
    if passphrase is None:
        return manifest.describe(path)
    sealed = path.with_name(path.name + sealing.SUFFIX)
    sealing.seal(path, sealed, passphrase)
    path.unlink()
    return manifest.describe(sealed)
