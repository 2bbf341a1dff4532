"""What is missing is asked for in one command that can be typed as it stands."""

import pytest

from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.host import system


def _without(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(system, "is_present", lambda _: False)
    monkeypatch.setattr(system, "_apt_install", lambda _: False)
    monkeypatch.setattr(system.sys, "platform", platform)


def test_debian_is_given_the_apt_command(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "linux")
    with pytest.raises(MissingProgramError, match=r"sudo apt-get install -y mosquitto maven$"):
        system.require("mosquitto", "mvn")


def test_macos_is_given_brew_words(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "darwin")
    with pytest.raises(MissingProgramError, match=r"brew install --cask chromium$"):
        system.require("chromium")


def test_what_is_there_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "linux")
    monkeypatch.setattr(system, "is_present", lambda _: True)
    system.require("mosquitto", "mvn", "chromium")
