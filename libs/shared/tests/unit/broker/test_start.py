"""The broker is started as the process that prepared its files, or not at all."""

import asyncio
import sys
from pathlib import Path

import pytest

from isotherm.broker.start import start_broker

_PROGRAM = """
from isotherm.broker.start import start_broker
start_broker(["sh", "-c", 'echo $$ "$1"; exit 7', "sh", "two words"])
"""


async def test_the_command_takes_the_place_of_the_process() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROGRAM, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert (output.decode(), process.returncode) == (f"{process.pid} two words\n", 7)


def test_a_command_that_cannot_be_run_is_an_error(tmp_path: Path) -> None:
    (file := tmp_path / "mosquitto").touch(mode=0o600)
    for program, error in (("missing", FileNotFoundError), (file.name, PermissionError)):
        with pytest.raises(error):
            start_broker([str(tmp_path / program)])
