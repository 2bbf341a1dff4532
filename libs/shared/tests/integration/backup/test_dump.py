"""A backup holds the rows of one snapshot, and nothing remains of one that failed."""

import asyncio
import shutil

import asyncpg
import pytest
from backup_parts import EACH_READING, MakeSettings, RunBy, Source, silent

from isotherm.backup import manifest, shelf
from isotherm.backup.dump import make
from isotherm.backup.errors import BackupError
from isotherm.backup.restore import restore
from isotherm.schema.migrate import head

PHRASE = "no such password"


async def test_a_backup_holds_what_its_manifest_says(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked, said = settings(keycloak_database_url=None), list[str]()
    (asked.backup_folder / "20260101T020000Z.partial").mkdir()
    backup = await make(asked, run_by(asked), said.append)

    (folder,) = asked.backup_folder.iterdir()
    assert manifest.read(folder) == backup
    manifest.verify(folder, backup)
    dump = folder / f"{source.database.name}.dump"
    assert {path.name for path in folder.iterdir()} == {dump.name, manifest.NAME}
    assert dump.stat().st_mode & 0o777 == 0o600
    assert (backup.revision, backup.encrypted, backup.secrets) == (head(), False, None)
    assert said[0] == "deleted 20260101T020000Z.partial, which an interrupted backup had left"
    assert said[-1].startswith(f"{folder.name} is complete: {backup.rows} rows in 1 databases, ")


async def test_rows_that_arrive_meanwhile_belong_to_neither_dump_nor_count(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(restore_replace=True)
    real = run_by(asked)
    writer = await asyncpg.connect(source.database.superuser)

    class Writing:
        """Has a reading stored before each dump, after the snapshot."""

        async def run(self, program: str, *arguments: str) -> str:
            await writer.execute(
                "INSERT INTO reading SELECT measured_at + interval '1 s', received_at, value,"
                " channel_id, quality FROM reading ORDER BY measured_at DESC LIMIT 1"
            )
            return await real.run(program, *arguments)

    backup = await make(asked, Writing(), silent)
    await writer.close()
    readings = {k: v for k, v in backup.databases[0].rows.items() if "reading_2026" in k}
    assert sum(readings.values()) == 5760
    await restore(asked, real, silent)
    assert len(await source.query(EACH_READING)) == 5760


async def test_two_backups_at_once_are_one(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings()
    real = run_by(asked)
    begun, go_on = asyncio.Event(), asyncio.Event()

    class Held:
        """Waits before its first program."""

        async def run(self, program: str, *arguments: str) -> str:
            begun.set()
            await go_on.wait()
            return await real.run(program, *arguments)

    async with asyncio.TaskGroup() as group:
        first = group.create_task(make(asked, Held(), silent))
        await begun.wait()
        with pytest.raises(BackupError, match="another backup is running"):
            await make(asked, real, silent)
        go_on.set()
    assert first.result().rows
    assert len(shelf.names(asked.backup_folder)) == 1


async def test_a_day_can_be_made_during_a_dump(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings()
    real = run_by(asked)
    worker = await asyncpg.connect(source.database.worker)

    class MakingDays:
        """Makes a partition while the snapshot is open and its locks are held."""

        async def run(self, program: str, *arguments: str) -> str:
            output = await real.run(program, *arguments)
            if program == "pg_dump":
                await worker.execute("SELECT make_day('2026-03-20')")
            return output

    await make(asked, MakingDays(), silent)
    await worker.close()


async def test_a_failed_backup_leaves_nothing(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(keycloak_database_password=PHRASE)
    with pytest.raises(BackupError, match="password authentication failed"):
        await make(asked, run_by(asked), silent)
    assert list(asked.backup_folder.iterdir()) == []


async def test_a_database_without_the_schema_is_refused(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(database_url=source.keycloak)
    with pytest.raises(BackupError, match="_keycloak holds no schema of Isotherm"):
        await make(asked, run_by(asked), silent)
    assert list(asked.backup_folder.iterdir()) == []


async def test_a_volume_that_fails_during_a_backup_is_named(settings: MakeSettings) -> None:
    class Vanishing:
        """Deletes the folder of the backup."""

        async def run(self, program: str, *arguments: str) -> str:
            shutil.rmtree(asked.backup_folder)
            return ""

    asked = settings()
    with pytest.raises(BackupError, match=r"\.partial cannot be written: No such file"):
        await make(asked, Vanishing(), silent)
