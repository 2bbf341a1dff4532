"""The paths of the checkout, and the programs of this Python environment."""

import subprocess
import sys
from pathlib import Path

import pytest

from isotherm_devstack.host.paths import CHART_FILES, FRONTEND, REPOSITORY, THEMES, script


def test_the_paths_are_those_of_the_checkout() -> None:
    for file in (
        REPOSITORY / "requirements.lock",
        FRONTEND / "package.json",
        CHART_FILES / "rules.yaml",
        THEMES / "isotherm" / "login" / "theme.properties",
    ):
        assert file.is_file(), file


def test_a_program_is_that_of_this_environment_whatever_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho another\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    argv = [script("python"), "-c", "import sys; print(sys.prefix)"]
    assert subprocess.run(argv, capture_output=True, text=True).stdout == f"{sys.prefix}\n"
