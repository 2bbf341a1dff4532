"""Addresses: the ports of the last start are used again."""

from pathlib import Path

import pytest

from isotherm_devstack.state import addresses
from isotherm_devstack.state.folder import read, write_private


def test_ports_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("isotherm_devstack.host.ports._reserved", set())
    file = tmp_path / "ports.json"
    write_private(file, {"frontend": 28_431})
    chosen = addresses.choose(file)
    assert read(file)["frontend"] == chosen.frontend
    monkeypatch.setattr("isotherm_devstack.host.ports._reserved", set())
    assert addresses.choose(file) == chosen
