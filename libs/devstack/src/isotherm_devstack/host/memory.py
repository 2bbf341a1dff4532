"""Folders in memory, for data that need not outlive this process, such as a test's database."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev", "shm")
"""Where Linux keeps files in memory, for every user."""
ROOM_BYTES = 2 * 1024**3
"""What must be free there; less, as in a container with 64 MiB, would fill up halfway."""


@contextmanager
def fast_folder(otherwise: Path, memory: Path = MEMORY) -> Iterator[Path]:
    """Yield an empty folder in memory, or in `otherwise` where memory has no room; remove it.

    A killed process leaves its folder behind; the next one removes it.
    """
    parent = memory if _has_room(memory) else otherwise
    _remove_abandoned(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{_prefix()}{os.getpid()}-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prefix() -> str:
    return f"isotherm-{os.getuid()}-"


def _has_room(memory: Path) -> bool:
    return os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= ROOM_BYTES


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{_prefix()}*"):
        owner = re.fullmatch(rf"{_prefix()}(\d+)-\w+", folder.name)
        if owner is not None and not Path("/proc", owner[1]).exists():
            shutil.rmtree(folder, ignore_errors=True)
