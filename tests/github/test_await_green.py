"""A release waits until CI's job `green` has ended, and goes on only if it succeeded."""

import subprocess
from pathlib import Path

import pytest

from workflows import ROOT

SCRIPT = ROOT / ".github/scripts/await-green.sh"


def await_green(folder: Path, answers: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the script with a `gh` that gives these answers, one a call; `!` is a failed call."""
    (folder / "answers").write_text("".join(f"{answer}\n" for answer in answers))
    gh = folder / "gh"
    gh.write_text(
        f'#!/bin/sh\ncd {folder} && echo "$@" >>asked\n'
        "answer=$(head -n 1 answers) && sed -i 1d answers\n"
        '[ "$answer" != ! ] && echo "$answer"\n'
    )
    gh.chmod(0o755)
    environment = {
        "PATH": f"{folder}:/usr/bin:/bin",
        "GITHUB_REPOSITORY": "isotherm/isotherm",
        "GITHUB_SHA": "abc",
        "TRIES": str(len(answers)),
        "PAUSE": "0",
    }
    return subprocess.run([SCRIPT], check=False, env=environment, capture_output=True, text=True)  # noqa: S603  our own


def test_waits_for_success(tmp_path: Path) -> None:
    ended = await_green(tmp_path, ["missing", "queued", "!", "in_progress", "success"])
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (tmp_path / "answers").read_text() == ""
    asked = (tmp_path / "asked").read_text()
    assert "repos/isotherm/isotherm/commits/abc/check-runs?check_name=green&" in asked


@pytest.mark.parametrize("answer", ["failure", "cancelled", "skipped", "timed_out"])
def test_fails_at_once_for_another_end(tmp_path: Path, answer: str) -> None:
    ended = await_green(tmp_path, [answer, "success"])
    assert ended.returncode == 1
    assert answer in ended.stderr
    assert (tmp_path / "answers").read_text() == "success\n"


@pytest.mark.parametrize("answer", ["in_progress", "missing", "!"])
def test_gives_up_in_the_end(tmp_path: Path, answer: str) -> None:
    assert await_green(tmp_path, [answer] * 3).returncode == 1
