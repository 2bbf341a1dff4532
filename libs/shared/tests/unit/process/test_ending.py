"""A command that is told to end cleans up, and its exit code says what ended it."""

import subprocess
import sys

_END = """
import os, signal
from isotherm.process.ending import end_at_sigterm
end_at_sigterm()
try:
    os.kill(os.getpid(), signal.SIGTERM)
finally:
    print("cleaned up")
"""


def test_sigterm_ends_a_command_in_order() -> None:
    argv = [sys.executable, "-c", _END]
    ended = subprocess.run(argv, capture_output=True, text=True, check=False)  # noqa: S603  the test's own script
    assert (ended.returncode, ended.stdout, ended.stderr) == (143, "cleaned up\n", "")
