"""For missing programs the error has one command that can be run as it is."""

import pytest

from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.host import system


def _without(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(system, "is_present", lambda _: False)
    monkeypatch.setattr(system, "_apt_install", lambda _: False)
    monkeypatch.setattr(system.sys, "platform", platform)


def test_on_debian_the_error_has_the_apt_command(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "linux")
    with pytest.raises(MissingProgramError, match=r"sudo apt-get install -y mosquitto maven$"):
        system.require("mosquitto", "mvn")


def test_on_macos_the_error_has_the_brew_command(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "darwin")
    with pytest.raises(MissingProgramError, match=r"brew install --cask chromium$"):
        system.require("chromium")


def test_what_one_package_contains_is_installed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "darwin")
    with pytest.raises(MissingProgramError, match=r"Run: brew install mosquitto$"):
        system.require("mosquitto", "mosquitto_pub")


def test_installed_programs_are_not_required_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "linux")
    monkeypatch.setattr(system, "is_present", lambda _: True)
    system.require("mosquitto", "mvn", "chromium")
