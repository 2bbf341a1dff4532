"""Commands beside a service write to its stdout, if it is theirs to write to."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from isotherm.process.pod_log import pod_log

FIRST = "import sys; print('first', flush=True); sys.stdin.read()"


@contextmanager
def first_process(folder: Path, code: str = FIRST) -> Iterator[subprocess.Popen[str]]:
    """Run a program named `service` that writes a line and waits."""
    program = folder / "service"
    program.write_text(code)
    with subprocess.Popen(  # noqa: S603  our own interpreter and script
        [sys.executable, str(program)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "first\n"
        yield process


def test_lines_go_where_the_service_writes(tmp_path: Path) -> None:
    with first_process(tmp_path) as service:
        with pod_log("service", first=service.pid) as stream:
            stream.write("beside\n")
        assert service.stdout is not None
        assert service.stdout.readline() == "beside\n"


def test_another_program_is_left_alone(tmp_path: Path) -> None:
    with first_process(tmp_path) as service:
        with pod_log("other", first=service.pid) as stream:
            assert stream is sys.stderr
        assert not stream.closed


def test_a_process_that_is_gone_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pod_log("service", first=2**22 + 1) as stream:
        stream.write("a line\n")
    assert capsys.readouterr().err == "a line\n"


def test_a_full_pipe_is_not_waited_for(tmp_path: Path) -> None:
    with first_process(tmp_path) as service:
        with (
            pod_log("service", first=service.pid) as stream,
            pytest.raises(BlockingIOError),
        ):
            stream.write("x" * 10_000_000 + "\n")
        assert service.poll() is None
