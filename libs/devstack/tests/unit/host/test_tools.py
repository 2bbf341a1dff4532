"""A program that runs to its end: its output is returned, or shown with the error."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isotherm_devstack.errors import ToolError
from isotherm_devstack.host.tools import run


async def test_the_output_is_what_the_program_wrote_anywhere(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); sys.stdout.flush(); sys.stderr.write('warned')"
    assert await run(sys.executable, "-c", code, cwd=tmp_path) == f"{tmp_path}\nwarned"


async def test_output_that_is_not_text_is_no_error() -> None:
    assert await run("/bin/sh", "-c", r"printf 'caf\351'") == "caf\ufffd"


async def test_a_program_gets_what_it_is_given_and_no_setting_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ISOTHERM_OTHER", "1")
    monkeypatch.setenv("SOMETHING", "kept")
    words = 'echo "$SOMETHING $ISOTHERM_OWN ${ISOTHERM_OTHER:-unset}"'
    assert await run("/bin/sh", "-c", words, env={"ISOTHERM_OWN": "own"}) == "kept own unset\n"


async def test_a_failure_names_the_program_its_code_and_its_last_lines() -> None:
    words = "for line in $(seq 30); do echo line-$line; done; exit 7"
    with pytest.raises(ToolError) as caught:
        await run("/bin/sh", "-c", words, "a secret argument")
    first, *lines = str(caught.value).splitlines()
    assert first == f"sh -c {words} … failed with code 7:"
    assert lines == [f"line-{number}" for number in range(6, 31)]


async def _cancel(tmp_path: Path, cancelled: Callable[[], None] = lambda: None) -> None:
    """Cancel a run once the program and its child run, and wait until both have ended."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    words = f"exec 3>{pipe}; sleep 20 & echo started >&3; wait"
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(run("/bin/sh", "-c", words))
        with await asyncio.to_thread(pipe.open) as held:
            assert await asyncio.to_thread(held.readline) == "started\n"
            task.cancel()
            cancelled()
            # it ends when nobody holds the other end any more
            assert await asyncio.to_thread(held.read) == ""
    assert task.cancelled()


async def test_a_cancelled_program_is_killed_with_its_children(tmp_path: Path) -> None:
    await _cancel(tmp_path)


async def test_a_program_that_is_cancelled_while_it_starts_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first child may run before this process has heard that the program does."""
    heard, create = asyncio.Event(), asyncio.create_subprocess_exec

    async def slow(*argv: Any, **options: Any) -> asyncio.subprocess.Process:
        child = await create(*argv, **options)
        await heard.wait()
        return child

    monkeypatch.setattr(asyncio, "create_subprocess_exec", slow)
    await _cancel(tmp_path, heard.set)
