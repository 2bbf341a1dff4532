"""Secrets are for their owner alone; a folder that is not a stack's is never cleared."""

import stat
from pathlib import Path

import pytest

from isotherm_devstack.demo.fleet import FLEET
from isotherm_devstack.errors import NotAStateError
from isotherm_devstack.state import addresses, credentials
from isotherm_devstack.state.folder import State, read, write_private


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_private_files_are_0600_also_when_written_over(tmp_path: Path) -> None:
    path = tmp_path / "stack.json"
    path.touch(mode=0o644)
    write_private(path, {"a": 1})
    assert _mode(path) == 0o600
    assert read(path) == {"a": 1}
    assert list(tmp_path.iterdir()) == [path]


def test_credentials_are_made_once(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    made = credentials.load_or_generate(path)
    assert credentials.load_or_generate(path) == made
    assert _mode(path) == 0o600
    assert all(len(word) >= 12 for word in made.people.values())
    assert {each.device for each in FLEET} <= made.devices.keys()
    everything = [*made.single.values(), *made.database.values(), *made.devices.values()]
    assert len(set(everything)) == len(everything)


def test_a_new_name_gets_its_secret_and_the_old_ones_stay(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    made = credentials.load_or_generate(path)
    kept = read(path)
    del kept["devices"][FLEET[0].device]
    write_private(path, kept)
    again = credentials.load_or_generate(path)
    assert again.people == made.people
    assert again.devices[FLEET[0].device] != made.devices[FLEET[0].device]


def test_ports_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isotherm_devstack.host.ports._reserved", set())
    file = tmp_path / "ports.json"
    write_private(file, {"frontend": 28_431})
    chosen = addresses.choose(file)
    assert read(file)["frontend"] == chosen.frontend
    monkeypatch.setattr("isotherm_devstack.host.ports._reserved", set())
    assert addresses.choose(file) == chosen


def test_only_a_stacks_own_folder_is_cleared(tmp_path: Path) -> None:
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


def test_one_stack_a_folder(tmp_path: Path) -> None:
    state = State(tmp_path / "own")
    state.create()
    first = state.lock()
    assert first is not None
    assert state.lock() is None
    first.close()
    second = state.lock()
    assert second is not None
    second.close()
