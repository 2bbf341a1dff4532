"""Every command of the workspace says its version, without settings and without a connection."""

import importlib
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from isotherm import __version__
from isotherm.process.command import parser

ROOT = Path(__file__).parents[5]


def _scripts() -> dict[str, str]:
    """Return the entry point of each command of each member of the workspace."""
    scripts: dict[str, str] = {}
    workspace = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]
    for folder in workspace["members"]:
        for path in ROOT.glob(f"{folder}/pyproject.toml"):
            scripts |= tomllib.loads(path.read_text())["project"].get("scripts", {})
    return scripts


SCRIPTS = _scripts()
each_script = pytest.mark.parametrize("script", sorted(SCRIPTS))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], int]:
    """Return a function that runs a command without any setting and returns its exit code."""
    for name in os.environ:
        if name.startswith(("ISOTHERM_", "PG")):
            monkeypatch.delenv(name)

    def run(script: str, argument: str) -> int:
        module, _, function = SCRIPTS[script].partition(":")
        monkeypatch.setattr("sys.argv", [script, argument])
        with pytest.raises(SystemExit) as ended:
            getattr(importlib.import_module(module), function)()
        return int(ended.value.code or 0)

    return run


@each_script
def test_a_command_says_its_version(
    script: str, run: Callable[[str, str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(script, "--version") == 0
    assert capsys.readouterr() == (f"{script} {__version__}\n", "")


@each_script
def test_the_help_of_a_command_names_the_version(
    script: str, run: Callable[[str, str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(script, "--help") == 0
    assert "--version" in capsys.readouterr().out


def test_the_parts_have_commands() -> None:
    names = ("ingest", "worker", "api", "migrate", "wait", "backup", "realm", "stack", "simulate")
    assert {f"isotherm-{name}" for name in names} <= SCRIPTS.keys()


def test_a_parser_takes_further_settings_of_argparse() -> None:
    assert "the end" in parser("program", "What it does.", epilog="the end").format_help()
