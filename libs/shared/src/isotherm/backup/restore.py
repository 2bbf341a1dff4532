"""Restoring a backup: verified, restored beside the old databases, counted, then put in place."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from isotherm.backup import manifest, sealing, shelf, target
from isotherm.backup.dump import Say
from isotherm.backup.errors import BackupError
from isotherm.backup.manifest import Manifest, SavedDatabase
from isotherm.backup.rows import count_rows, differences
from isotherm.backup.runs import record_done
from isotherm.backup.server import connected
from isotherm.backup.settings import BackupSettings, Login
from isotherm.backup.tools import Tools
from isotherm.schema.migrate import head, knows, upgrade

_SCRATCH = "restoring-"
_JOBS = 2
"""Connections that restore one database: tables and indexes side by side."""


async def restore(settings: BackupSettings, tools: Tools, say: Say) -> Manifest:
    """Restore both databases of a backup. Raise BackupError; then the old ones are untouched."""
    folder = shelf.find(settings.backup_folder, settings.restore_from)
    saved = manifest.read(folder)
    _check_revision(saved)
    if not settings.restore_unencrypted:
        sealing.refuse_unsealed([file.name for file in saved.files], settings.passphrase)
    say(f"{folder.name}: made {saved.started_at} by {saved.isotherm}, schema {saved.revision}")
    for left in folder.parent.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    await asyncio.to_thread(manifest.verify, folder, saved)
    say(f"the checksums of {len(saved.files)} files are right")
    pairs = _pair(settings, saved)
    if settings.admin is None:
        await _restore_in_place(pairs, settings, tools, folder, say)
    else:
        await _restore_beside(pairs, settings, settings.admin, tools, folder, say)
    # while it was being dumped its own run had no end
    await record_done(settings.owner, folder.name, saved, say)
    return saved


def _check_revision(saved: Manifest) -> None:
    if not knows(saved.revision):
        raise BackupError(
            f"the backup's schema {saved.revision} is newer than this program: install the"
            f" version that made it ({saved.isotherm}) or a newer one"
        )


def _pair(settings: BackupSettings, saved: Manifest) -> list[tuple[str, Login, SavedDatabase]]:
    """Return the kind, login and dump of each database. Raise BackupError if one is missing."""
    dumps = {dump.name: dump for dump in saved.databases}
    pairs = []
    for kind, login in (("isotherm", settings.owner), ("keycloak", settings.keycloak)):
        if login is None:
            continue
        if login.database not in dumps:
            raise BackupError(
                f"the backup holds no database {login.database}, but {', '.join(dumps)}"
            )
        pairs.append((kind, login, dumps[login.database]))
    return pairs


@asynccontextmanager
async def _readable(
    folder: Path, saved: SavedDatabase, passphrase: str | None
) -> AsyncIterator[tuple[Path, Path]]:
    """Give the dump as a file that pg_restore reads, decrypted if it must be, and a scratch folder.

    Both lie where the container with PostgreSQL's programs sees them.
    """
    path = folder / saved.file.name
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_SCRATCH) as name:
        scratch = Path(name)
        if path.suffix == sealing.SUFFIX:
            if passphrase is None:
                raise BackupError("the backup is encrypted: its passphrase is needed")
            plain = scratch / path.stem
            await asyncio.to_thread(sealing.unseal, path, plain, passphrase)
            path = plain
        yield path, scratch


async def _restore_beside(
    pairs: list[tuple[str, Login, SavedDatabase]],
    settings: BackupSettings,
    admin: Login,
    tools: Tools,
    folder: Path,
    say: Say,
) -> None:
    async with connected(admin) as server:
        for kind, login, _ in pairs:
            await target.refuse_sessions(server, login.database)
            if not settings.restore_replace:
                await _refuse_data(admin.at(login.database), kind)
        restored = {}
        for _, login, saved in pairs:
            beside = await target.make_beside(server, login.database)
            restored[login.database] = beside
            await _fill(admin.at(beside), saved, tools, folder, settings.passphrase, say)
        await _upgrade(settings.owner.at(restored[settings.owner.database]), say)
        for name, aside in (await target.exchange(server, restored)).items():
            say(f"{name} is in place; the one before is kept as {aside}")


async def _refuse_data(login: Login, kind: str) -> None:
    async with connected(login) as connection:
        if await target.holds_data(connection, kind):
            raise BackupError(
                f"database {login.database} holds data: to replace it set"
                " ISOTHERM_RESTORE_REPLACE=true (it is kept under another name)"
            )


async def _restore_in_place(
    pairs: list[tuple[str, Login, SavedDatabase]],
    settings: BackupSettings,
    tools: Tools,
    folder: Path,
    say: Say,
) -> None:
    for _, login, _ in pairs:
        async with connected(login) as connection:
            if not await target.is_empty(connection):
                raise BackupError(
                    f"database {login.database} is not empty, and without a superuser it cannot"
                    " be replaced: drop and create it, or set ISOTHERM_ADMIN_DATABASE_URL"
                )
    for _, login, saved in pairs:
        await _fill(login, saved, tools, folder, settings.passphrase, say, as_superuser=False)
    await _upgrade(settings.owner, say)


async def _upgrade(owner: Login, say: Say) -> None:
    """Bring the restored schema to that of this program, before anybody uses it."""
    await upgrade(owner.dsn)
    say(f"the schema is at {head()}")


async def _fill(
    login: Login,
    saved: SavedDatabase,
    tools: Tools,
    folder: Path,
    passphrase: str | None,
    say: Say,
    *,
    as_superuser: bool = True,
) -> None:
    """Restore one dump, count its rows against the manifest, and collect statistics."""
    start = time.monotonic()
    async with _readable(folder, saved, passphrase) as (path, scratch):
        options = ["--exit-on-error", "--no-password", f"--jobs={_JOBS}", f"--dbname={login.url}"]
        if not as_superuser:
            options += ["--no-owner", f"--use-list={await _own_entries(tools, path, scratch)}"]
        await tools.run("pg_restore", *options, str(path))
    async with connected(login) as connection:
        wrong = differences(saved.rows, await count_rows(connection))
        if wrong:
            raise BackupError(
                f"{login.database} differs from the manifest: {'; '.join(wrong[:10])}"
            )
        await connection.execute("ANALYZE")
    rows = sum(saved.rows.values())
    seconds = time.monotonic() - start
    say(
        f"{saved.name}: {rows} rows of {len(saved.rows)} tables as in the manifest, {seconds:.1f} s"
    )


async def _own_entries(tools: Tools, dump: Path, scratch: Path) -> Path:
    """Write the list of a dump without what only a superuser may restore; return its path.

    Those are rights on functions of the server, and comments on extensions.
    """
    listed = await tools.run("pg_restore", "--list", str(dump))
    kept = [
        line
        for line in listed.splitlines()
        if " ACL pg_catalog " not in line and " COMMENT - EXTENSION " not in line
    ]
    path = scratch / "entries"
    await asyncio.to_thread(path.write_text, "\n".join(kept) + "\n")
    return path


async def drop_aside(settings: BackupSettings, name: str) -> None:
    """Drop a database that a restore has kept under another name. Raise BackupError."""
    if settings.admin is None or target.ASIDE not in name:
        raise BackupError("only a database that a restore has kept can be dropped, by a superuser")
    async with connected(settings.admin) as server:
        try:
            await server.execute(f"DROP DATABASE {target.quoted(name)}")
        except asyncpg.InvalidCatalogNameError:
            raise BackupError(f"there is no database {name}") from None
