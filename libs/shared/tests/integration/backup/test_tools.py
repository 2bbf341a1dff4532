"""PostgreSQL's programs in another container of the pod, whose script is run here as a process."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from isotherm.backup.dump import make
from isotherm.backup.errors import BackupError
from isotherm.backup.restore import restore
from isotherm.backup.settings import BackupSettings
from isotherm.backup.tools import Tools, tools
from isotherm_devstack.parts.postgres import binary

SCRIPT = Path(__file__).parents[5] / "charts/isotherm/files/backup/serve.sh"


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the script as the container does, with PostgreSQL's programs on its search path."""
    path = f"{Path(binary('pg_dump')).parent}:{os.environ['PATH']}"
    child = await asyncio.create_subprocess_exec(
        "sh", str(SCRIPT), str(folder), env={"PATH": path}, start_new_session=True
    )
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, 9)
        await child.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


async def test_a_backup_goes_through_another_container(
    settings: Callable[..., BackupSettings], folder: Path
) -> None:
    asked = settings(backup_tools=f"pod:{folder}", restore_replace=True)
    said: list[str] = []
    async with serving(folder):
        run_by: Tools = tools(asked.backup_tools, asked.logins, folder)
        backup = await make(asked, run_by, said.append)
        await restore(asked, run_by, said.append)
    assert backup.rows > 5760
    assert (folder / "pgpass").stat().st_mode & 0o777 == 0o600


async def test_what_a_program_says_comes_with_its_failure(folder: Path) -> None:
    async with serving(folder):
        run_by = tools(f"pod:{folder}", [], folder)
        with pytest.raises(BackupError, match=r"pg_restore failed with code 1: .*no/such/file"):
            await run_by.run("pg_restore", "--list", "/no/such/file")
        with pytest.raises(BackupError, match="not one of the programs: sh"):
            await run_by.run("sh", "-c", "echo pwned")
        # arguments arrive whole, and it serves on after failures
        with pytest.raises(BackupError, match=r"a name  with 'quotes' [$]HOME"):
            await run_by.run("pg_restore", "--list", "/a name  with 'quotes' $HOME")


async def test_a_restarted_container_ends_the_wait(folder: Path, tmp_path: Path) -> None:
    slow = tmp_path / "pg_dump"
    slow.write_text("#!/bin/sh\necho begun >begun\nexec sleep 600\n")
    os.mkfifo(folder / "begun")
    slow.chmod(0o755)
    run_by = tools(f"pod:{folder}", [], folder)
    child = await asyncio.create_subprocess_exec(
        "sh",
        str(SCRIPT),
        str(folder),
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        start_new_session=True,
    )
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(outcome(run_by))
        # opening the pipe waits for the program
        await asyncio.to_thread((folder / "begun").read_text)
        os.killpg(child.pid, 9)
        await child.wait()
        async with serving(folder):
            assert "was restarted" in await waiting


async def outcome(run_by: Tools) -> str:
    try:
        return await run_by.run("pg_dump")
    except BackupError as error:
        return str(error)
