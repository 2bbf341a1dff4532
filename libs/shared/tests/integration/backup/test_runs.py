"""What the database says of the runs of the backup."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from backup_parts import MakeSettings, RunBy, Source, silent

from isotherm.backup import shelf
from isotherm.backup.dump import make
from isotherm.backup.errors import BackupError
from isotherm.backup.restore import restore
from isotherm.backup.runs import INTERRUPTED, record_done, recorded
from isotherm.schema.migrate import head

RUNS = "SELECT * FROM backup_run ORDER BY id"
PHRASE = "no such password"


class Killed(BaseException):
    """Ends a backup as a signal would: nothing can be written any more."""


class Failing:
    """Programs that end the backup with an error."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    async def run(self, program: str, *_: str) -> str:
        raise self._error


async def test_a_backup_that_was_made_is_recorded(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings()
    backup = await make(asked, run_by(asked), silent)
    (run,) = await source.query(RUNS)
    assert run["name"] == shelf.names(asked.backup_folder)[0]
    assert run["ok"] is True
    assert run["bytes"] == sum(file.bytes for file in backup.files) > 1000
    assert run["revision"] == head()
    assert run["message"] == ""
    assert datetime.now(UTC) - timedelta(minutes=5) < run["started_at"]
    assert run["finished_at"] == datetime.fromisoformat(backup.finished_at)


async def test_a_failure_is_recorded_with_its_reason(
    source: Source, settings: MakeSettings
) -> None:
    with pytest.raises(BackupError):
        await make(settings(), Failing(BackupError("no space left " + "x" * 1000)), silent)
    with pytest.raises(ZeroDivisionError):
        await make(settings(), Failing(ZeroDivisionError("with a secret")), silent)
    first, second = await source.query(RUNS)
    assert (first["ok"], first["bytes"], first["revision"]) == (False, None, None)
    assert first["finished_at"] >= first["started_at"]
    assert first["message"].startswith("no space left x")
    assert len(first["message"]) == 500
    assert second["message"] == "ZeroDivisionError"


async def test_a_volume_that_cannot_be_written_is_recorded(
    source: Source, settings: MakeSettings, run_by: RunBy, tmp_path: Path
) -> None:
    asked = settings(backup_folder=tmp_path / "absent")
    with pytest.raises(BackupError):
        await make(asked, run_by(asked), silent)
    (run,) = await source.query(RUNS)
    assert run["ok"] is False
    assert "absent" in run["message"]


async def test_a_run_that_was_killed_has_no_end_until_the_next_one(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings()
    with pytest.raises(Killed):
        await make(asked, Failing(Killed()), silent)
    (run,) = await source.query(RUNS)
    assert (run["ok"], run["finished_at"]) == (None, None)

    await make(asked, run_by(asked), silent)
    killed, last = await source.query(RUNS)
    assert (killed["ok"], killed["message"]) == (False, INTERRUPTED)
    assert last["ok"] is True


async def test_a_backup_counts_only_once_it_is_where_it_has_to_be(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings()
    backup = await make(asked, run_by(asked), silent, copied_later=True)
    (run,) = await source.query(RUNS)
    assert (run["ok"], run["finished_at"]) == (None, None)
    await record_done(asked.owner, run["name"], backup, silent)
    (run,) = await source.query(RUNS)
    assert (run["ok"], run["revision"]) == (True, head())


async def test_another_backup_that_runs_already_is_no_run(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    lock = await asyncpg.connect(source.database.owner)
    await lock.execute("SELECT pg_advisory_lock(hashtext('isotherm.backup'))")
    with pytest.raises(BackupError, match="another backup is running"):
        await make(settings(), run_by(settings()), silent)
    await lock.close()
    assert await source.query(RUNS) == []


async def test_a_backup_does_not_need_the_table(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    await source.query("DROP TABLE backup_run")
    asked, said = settings(), list[str]()
    await make(asked, run_by(asked), said.append)
    assert len(shelf.names(asked.backup_folder)) == 1
    assert [line for line in said if "could not be recorded" in line]


async def test_a_restored_database_knows_its_own_backup(
    source: Source, settings: MakeSettings, run_by: RunBy
) -> None:
    asked = settings(restore_replace=True)
    backup = await make(asked, run_by(asked), silent)
    await restore(asked, run_by(asked), silent)
    (run,) = await source.query(RUNS)
    assert (run["ok"], run["revision"]) == (True, backup.revision)

    # one of before there were such rows
    await source.query("DELETE FROM backup_run")
    await record_done(asked.owner, run["name"], backup, silent)
    (again,) = await source.query(RUNS)
    assert (again["name"], again["ok"]) == (run["name"], True)
    assert again["started_at"] == datetime.fromisoformat(backup.started_at)


async def test_old_runs_are_deleted(source: Source, settings: MakeSettings) -> None:
    owner, old = settings().owner, datetime.now(UTC) - timedelta(days=401)
    async with recorded(owner, "old", old, silent):
        pass
    async with recorded(owner, "new", datetime.now(UTC), silent):
        pass
    assert [run["name"] for run in await source.query(RUNS)] == ["new"]
