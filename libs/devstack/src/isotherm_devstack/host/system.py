"""Programs from the system's package manager: found, or installed if the user may."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from isotherm_devstack.errors import MissingProgramError


@dataclass(frozen=True, slots=True)
class Package:
    """A program of the system and the packages that contain it."""

    program: str
    apt: tuple[str, ...]
    brew: tuple[str, ...]
    """Nothing if Homebrew does not have it; then only some tests need it, which are skipped."""


_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PACKAGES = {
    "mosquitto": Package("mosquitto", ("mosquitto",), ("mosquitto",)),
    "mosquitto_pub": Package("mosquitto_pub", ("mosquitto-clients",), ("mosquitto",)),
    "mvn": Package("mvn", ("maven",), ("maven",)),
    "promtool": Package("promtool", ("prometheus",), ("prometheus",)),
    "prometheus": Package("prometheus", ("prometheus",), ("prometheus",)),
    "amtool": Package("amtool", ("prometheus-alertmanager",), ()),
    "chromium": Package("chromium", ("chromium",), ("--cask", "chromium")),
}

_HEADLESS = "chromium-headless-shell"
"""Debian's Chromium without a user interface: tests need a quarter less computing with it."""
_MOSQUITTO_PLUGIN = "mosquitto_dynamic_security.so"
_PLUGIN_FOLDERS = ("/usr/lib/*", "/usr/lib", "/usr/local/lib", "/opt/homebrew/lib", "/usr/lib64")

PROGRAMS = tuple(
    name for name, package in _PACKAGES.items() if package.brew or sys.platform != "darwin"
)
"""All programs that Isotherm, its tests or its benchmarks start."""


def mosquitto_program() -> str:
    """Return the path of mosquitto, which often lies outside an ordinary user's PATH.

    Raise MissingProgramError if it is not installed.
    """
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"
    if program := shutil.which("mosquitto", path=path):
        return program
    raise MissingProgramError("mosquitto is not installed")


def mosquitto_plugin() -> Path:
    """Return the path of the dynamic security plugin; raise MissingProgramError."""
    for folder in _PLUGIN_FOLDERS:
        for plugin in Path("/").glob(f"{folder[1:]}/{_MOSQUITTO_PLUGIN}"):
            return plugin.resolve()
    raise MissingProgramError(f"{_MOSQUITTO_PLUGIN} is not installed; it comes with mosquitto")


def prometheus_program() -> str:
    """Return the path of prometheus; raise MissingProgramError if it is not installed."""
    if program := shutil.which("prometheus"):
        return program
    raise MissingProgramError("prometheus is not installed")


def browser_program() -> str:
    """Return the path of the browser for tests, headless if that is installed.

    Raise MissingProgramError.
    """
    for name in (_HEADLESS, *_CHROMIUM):
        if program := shutil.which(name):
            return program
    raise MissingProgramError("chromium is not installed")


def prefer_headless_browser() -> None:
    """Install the headless browser if apt offers it and the user may; Chromium does as well."""
    if shutil.which(_HEADLESS) is None and _apt_offers(_HEADLESS):
        _apt_install([_HEADLESS])


def is_present(program: str) -> bool:
    """Return whether the program can be run."""
    if program == "mosquitto":
        try:
            mosquitto_program()
            mosquitto_plugin()
        except MissingProgramError:
            return False
        return True
    names = _CHROMIUM if program == "chromium" else (program,)
    return any(shutil.which(name) for name in names)


def require(*programs: str) -> None:
    """Install those of the programs that are missing.

    Raise MissingProgramError, with the command to run, if that is not possible.
    """
    missing = [_PACKAGES[program] for program in programs if not is_present(program)]
    if not missing:
        return
    names = ", ".join(package.program for package in missing)
    if sys.platform == "darwin":
        words = dict.fromkeys(" ".join(("brew install", *package.brew)) for package in missing)
        raise MissingProgramError(f"{names} is missing. Run: {' && '.join(words)}")
    apt = list(dict.fromkeys(name for package in missing for name in package.apt))
    if not _apt_install(apt):
        raise MissingProgramError(
            f"{names} is missing. Run: sudo apt-get install -y {' '.join(apt)}"
        )


def _apt_offers(name: str) -> bool:
    cache = shutil.which("apt-cache")
    if cache is None:
        return False
    return subprocess.run([cache, "show", name], capture_output=True, check=False).returncode == 0


def _apt_install(names: list[str]) -> bool:
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or subprocess.run([sudo, "-n", "true"], check=False).returncode != 0:
            return False
        prefix = [sudo, "-n"]
    # Debian would start the installed broker as a service; the stack runs its own
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", apt, "-qq"]
    for words in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        if subprocess.run([*quiet, *words], env=env, check=False).returncode != 0:
            return False
    return True
