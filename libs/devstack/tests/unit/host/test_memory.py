"""Folders in memory: used where there is room, removed afterwards, and after a kill."""

import subprocess
import sys
from pathlib import Path

import pytest

from isotherm_devstack.host import memory
from isotherm_devstack.host.memory import fast_folder


def test_the_folder_is_removed_with_its_content(tmp_path: Path) -> None:
    with fast_folder(tmp_path, memory=tmp_path / "none") as folder:
        (folder / "data").write_text("x")
        assert folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_memory_is_used_only_with_enough_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory, on_disk = tmp_path / "memory", tmp_path / "disk"
    in_memory.mkdir()
    on_disk.mkdir()
    for room_bytes, parent in ((0, in_memory), (2**63, on_disk)):
        monkeypatch.setattr(memory, "ROOM_BYTES", room_bytes)
        with fast_folder(on_disk, in_memory) as folder:
            assert folder.parent == parent


def test_the_folder_of_a_killed_process_is_removed_by_the_next(tmp_path: Path) -> None:
    killed = (
        "import os, pathlib, sys\n"
        "from isotherm_devstack.host.memory import fast_folder\n"
        "with fast_folder(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], 'none')):\n"
        "    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", killed, tmp_path], check=False)
    (abandoned,) = tmp_path.iterdir()
    with fast_folder(tmp_path, tmp_path / "none") as folder:
        assert not abandoned.exists()
        with fast_folder(tmp_path, tmp_path / "none"):
            assert folder.exists()
