"""Start the broker in the place of the process that prepared its files."""

import os
from collections.abc import Sequence
from typing import NoReturn


def start_broker(command: Sequence[str]) -> NoReturn:
    """Replace this process with a command; raise OSError if it cannot be run."""
    os.execvp(command[0], list(command))  # noqa: S606  the broker takes this process's place
