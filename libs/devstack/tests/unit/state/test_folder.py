"""Private files belong to their owner; a folder that is not a state is never deleted."""

import stat
from pathlib import Path

import pytest

from isotherm_devstack.errors import NotAStateError
from isotherm_devstack.state.folder import State, read, write_private


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_private_files_are_0600_even_when_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "stack.json"
    path.touch(mode=0o644)
    write_private(path, {"a": 1})
    assert _mode(path) == 0o600
    assert read(path) == {"a": 1}
    assert list(tmp_path.iterdir()) == [path]


def test_only_a_state_folder_is_deleted(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").touch()
    with pytest.raises(NotAStateError):
        State(precious).create()
    with pytest.raises(NotAStateError):
        State(precious).clear()
    assert (precious / "thesis.txt").exists()
    own = State(tmp_path / "own")
    own.create()
    own.clear()
    assert not own.home.exists()


def test_a_folder_is_locked_by_one_stack(tmp_path: Path) -> None:
    state = State(tmp_path / "own")
    state.create()
    first = state.lock()
    assert first is not None
    assert state.lock() is None
    first.close()
    second = state.lock()
    assert second is not None
    second.close()
