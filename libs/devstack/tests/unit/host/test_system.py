"""For missing programs the error has one command that can be run as it is."""

from pathlib import Path

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


def _installed(folder: Path, *programs: str) -> None:
    for name in programs:
        (folder / name).touch(mode=0o755)


def test_tests_use_the_headless_browser_if_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgramError, match="chromium is not installed"):
        system.browser_program()
    _installed(tmp_path, "google-chrome")
    assert system.browser_program() == str(tmp_path / "google-chrome")
    _installed(tmp_path, "chromium-headless-shell")
    assert system.browser_program() == str(tmp_path / "chromium-headless-shell")


@pytest.mark.parametrize(
    ("installed", "offered", "wanted"),
    [
        ((), True, ["chromium-headless-shell"]),
        ((), False, []),
        (("chromium-headless-shell",), True, []),
    ],
)
def test_the_headless_browser_is_installed_if_apt_offers_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    installed: tuple[str, ...],
    offered: bool,
    wanted: list[str],
) -> None:
    _installed(tmp_path, *installed)
    apt_cache = tmp_path / "apt-cache"
    apt_cache.write_text(f"#!/bin/sh\nexit {0 if offered else 100}\n")
    apt_cache.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    asked: list[str] = []
    monkeypatch.setattr(system, "_apt_install", lambda names: asked.extend(names) or True)
    system.prefer_headless_browser()
    assert asked == wanted
