"""Outputs stay apart and in order, the first one is live, and no failure is lost."""

import asyncio
import os
import shlex
import signal
import sys
from pathlib import Path

import pytest

from isotherm_devstack.testing.side_by_side import lanes_of, run

MODULE = (sys.executable, "-m", "isotherm_devstack.testing.side_by_side")


def shell(script: str) -> str:
    """Return a command that runs a script of the shell."""
    return shlex.join(("sh", "-c", script))


async def call(*arguments: str) -> tuple[int, str]:
    """Return the exit code and the output of a command line."""
    child = await asyncio.create_subprocess_exec(
        *MODULE, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await child.communicate()
    return child.returncode or 0, output.decode()


async def test_outputs_are_not_mixed_however_the_commands_take_turns(tmp_path: Path) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    for fifo in (there, back):
        os.mkfifo(fifo)
    # each waits for the other: they run at the same time
    first = f"echo a1; echo go > {there}; read word < {back}; echo a2"
    second = f"read word < {there}; echo b1; echo go > {back}; echo b2 >&2"
    assert await call(shell(first), shell(second)) == (0, "a1\na2\nb1\nb2\n")


async def test_the_first_output_that_has_not_ended_is_live(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    shown: asyncio.Queue[bytes] = asyncio.Queue()
    lanes = [("echo done",), ("echo begun", shell(f"read word < {gate}; echo ended"))]
    async with asyncio.TaskGroup() as group:
        running = group.create_task(run(lanes, shown.put_nowait), name="run")
        text = b""
        while b"begun\n" not in text:
            text += await shown.get()
        assert text == b"done\nbegun\n"
        assert not running.done()
        await asyncio.to_thread(gate.write_text, "go\n")
    assert running.result()


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("joint", [(), ("+",)], ids=["beside", "after"])
async def test_a_failure_anywhere_is_a_failure_and_stops_no_other(
    place: int, joint: tuple[str, ...]
) -> None:
    commands = [f"echo {number}" for number in range(3)]
    commands[place] = shell(f"echo {place}; exit 3")
    first, second, third = commands
    assert await call(first, *joint, second, *joint, third) == (1, "0\n1\n2\n")


async def test_a_command_that_a_signal_ends_has_failed() -> None:
    assert await call(shell("kill -9 $$"), "true") == (1, "")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
async def test_a_stopped_run_lets_commands_clean_up_and_starts_no_more(
    sent: signal.Signals,
) -> None:
    command = shell("trap 'echo cleaned; exit 0' INT; echo ready; while :; do sleep 0.05; done")
    child = await asyncio.create_subprocess_exec(
        *MODULE, command, "+", "echo more", stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"ready\n"
    if sent is signal.SIGINT:
        os.killpg(child.pid, sent)  # as a terminal does
    else:
        child.send_signal(sent)
    output, _ = await child.communicate()
    assert output == b"cleaned\n"
    assert child.returncode == 1


async def test_commands_clean_up_although_we_were_started_in_the_background() -> None:
    command = shell("trap 'echo cleaned; exit 0' INT; echo ready; while :; do sleep 0.05; done")
    background = f"trap '' INT; exec {shlex.join((*MODULE, command))}"  # a shell's `&` does so
    child = await asyncio.create_subprocess_exec(
        "sh", "-c", background, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"ready\n"
    child.terminate()
    output, _ = await child.communicate()
    assert output == b"cleaned\n"


def test_commands_are_joined_by_a_plus() -> None:
    assert lanes_of(["a b", "c", "+", "d e", "+", "f", "g"]) == [
        ("a b",),
        ("c", "d e", "f"),
        ("g",),
    ]


@pytest.mark.parametrize("arguments", [["+"], ["+", "a"], ["a", "+"], ["a", "+", "+", "b"]])
def test_a_plus_with_nothing_beside_it_is_an_error(arguments: list[str]) -> None:
    with pytest.raises(ValueError, match="between two commands"):
        lanes_of(arguments)
