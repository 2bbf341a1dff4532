"""`isotherm-backup` makes, restores and records backups as its arguments and settings say."""

import asyncio
import sys
from collections.abc import Callable

import pytest
from backup_parts import MakeSettings, Source, manifest_of

from isotherm.backup import manifest, shelf
from isotherm.backup.command import main
from isotherm.backup.settings import BackupSettings
from isotherm.process.settings import environment_names

OLD, NEWER = "20260101T020000Z", "29991231T020000Z"
RUN = "SELECT name, ok FROM backup_run"
Run = Callable[..., None]


@pytest.fixture
def asked(settings: MakeSettings) -> BackupSettings:
    """The settings of a backup of Isotherm's database alone."""
    asked = settings(keycloak_database_url=None)
    for name in (OLD, NEWER):
        (asked.backup_folder / name).mkdir()
        manifest.write(asked.backup_folder / name, manifest_of())
    return asked


@pytest.fixture
def run(asked: BackupSettings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """What runs the command with settings from the environment."""
    for name in environment_names(BackupSettings):
        monkeypatch.delenv(name, raising=False)
    assert asked.admin is not None
    environment = {
        "DATABASE_URL": asked.owner.url,
        "DATABASE_PASSWORD": asked.owner.password,
        "ADMIN_DATABASE_URL": asked.admin.url,
        "ADMIN_DATABASE_PASSWORD": asked.admin.password,
        "BACKUP_FOLDER": str(asked.backup_folder),
        "BACKUP_TOOLS": asked.backup_tools,
        "BACKUP_KEEP": "2",
        "RESTORE_REPLACE": "true",
    }

    def run(*arguments: str) -> None:
        monkeypatch.setattr(sys, "argv", ["isotherm-backup", *arguments])
        for name, value in environment.items():
            monkeypatch.setenv(f"ISOTHERM_{name}", value)
        main()

    return run


async def test_a_backup_that_is_copied_later_counts_once_that_is_said(
    source: Source, asked: BackupSettings, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    await asyncio.to_thread(run, "make", "--copied-later")
    name, newer = shelf.names(asked.backup_folder)
    assert newer == NEWER
    assert f" deleted {OLD}: 2 newer ones are kept\n" in capsys.readouterr().out
    assert [tuple(row) for row in await source.query(RUN)] == [(name, None)]
    await asyncio.to_thread(run, "copied", name)
    assert [tuple(row) for row in await source.query(RUN)] == [(name, True)]
    assert capsys.readouterr().out.endswith(f" {name}: recorded as copied away\n")


async def test_the_named_backup_is_restored_and_what_it_replaced_is_dropped(
    source: Source, asked: BackupSettings, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    await asyncio.to_thread(run, "make")
    name, _ = shelf.names(asked.backup_folder)
    assert [tuple(row) for row in await source.query(RUN)] == [(name, True)]
    await source.query("UPDATE site SET name = 'changed'")
    await asyncio.to_thread(run, "restore", name)
    assert [row["name"] for row in await source.query("SELECT name FROM site")] == ["Oslo"]
    kept = capsys.readouterr().out.rpartition("is kept as ")[2].split()[0]
    await asyncio.to_thread(run, "drop", kept)
    assert capsys.readouterr().out.endswith(f" dropped {kept}\n")
    databases = "SELECT FROM pg_database WHERE datname = '{}'"
    assert await source.query(databases.format(kept), of="postgres") == []
    with pytest.raises(SystemExit, match=f"^isotherm-backup: there is no database {kept}$"):
        await asyncio.to_thread(run, "drop", kept)
