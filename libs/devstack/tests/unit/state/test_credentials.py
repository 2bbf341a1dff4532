"""Credentials: generated once, private, and completed when a name is added."""

import stat
from pathlib import Path

from isotherm_devstack.demo.fleet import FLEET
from isotherm_devstack.state import credentials
from isotherm_devstack.state.folder import read, write_private


def test_credentials_are_generated_once(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    secrets = credentials.load_or_generate(path)
    assert credentials.load_or_generate(path) == secrets
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(len(password) >= 12 for password in secrets.people.values())
    assert {sensor.device for sensor in FLEET} <= secrets.devices.keys()
    everything = [*secrets.single.values(), *secrets.database.values(), *secrets.devices.values()]
    assert len(set(everything)) == len(everything)


def test_a_new_device_gets_a_secret_and_existing_secrets_stay(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    first = credentials.load_or_generate(path)
    stored = read(path)
    del stored["devices"][FLEET[0].device]
    write_private(path, stored)
    second = credentials.load_or_generate(path)
    assert second.people == first.people
    assert second.devices[FLEET[0].device] != first.devices[FLEET[0].device]
