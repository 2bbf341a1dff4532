"""Together, the jobs of CI run what `make test` runs: nothing is left out, nothing runs twice."""

import shlex
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

from isotherm_images.components import COMPONENTS
from workflows import ROOT, expanded

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
TESTPATHS: list[str] = PYPROJECT["tool"]["pytest"]["ini_options"]["testpaths"]


def only(verb: str) -> list[list[str]]:
    """Return what ONLY names for each job of CI that runs a verb, nothing for all of it."""
    return [
        job.only
        for job in expanded("ci.yaml")
        if f"make {verb}" in (run.strip() for run in job.runs)
    ]


def modules(parts: list[list[str]]) -> Counter[Path]:
    """Return how often test modules are named by paths, folders or patterns of the shell."""
    counted: Counter[Path] = Counter()
    for path in (path for part in parts for path in part):
        matches = list(ROOT.glob(path))
        assert matches, f"{path} does not exist"
        for match in matches:
            counted.update(match.rglob("test_*.py") if match.is_dir() else [match])
    return counted


def commands(verb: str) -> set[str]:
    """Return the commands of a verb that start tests or checks, as `make` would run them."""
    command = ["make", "--no-print-directory", "--dry-run", verb]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603  our own
    words = [word for line in said.splitlines() for word in (line, *shlex.split(line))]
    starts = (".venv/bin/pytest ", ".venv/bin/npm ")
    return {word.strip() for word in words if word.startswith(starts)}


def test_every_python_test_runs_in_one_job() -> None:
    parts = only("test-python")
    assert all(parts), "a job without ONLY runs all of them"
    assert modules(parts) == modules([TESTPATHS])


def test_every_end_to_end_test_runs_in_one_job() -> None:
    assert modules(only("e2e")) == modules([["tests/e2e"]])


def test_every_test_of_the_cluster_runs_in_one_job() -> None:
    assert modules(only("e2e-cluster")) == modules([["tests/cluster"]])


def test_every_test_belongs_to_a_suite() -> None:
    suites = [*TESTPATHS, "tests/attacks", "tests/cluster", "tests/e2e"]
    command = ["git", "-C", str(ROOT), "ls-files", "*/test_*.py"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  our own
    there = {ROOT / path for path in said.splitlines() if (ROOT / path).exists()}
    assert there - modules([suites]).keys() == set()


def test_what_is_one_job_runs_whole() -> None:
    for verb in ("check", "attacks", "test-frontend"):
        assert only(verb) == [[]], verb


def test_make_test_is_what_the_verbs_run() -> None:
    verbs = ("check", "test-python", "attacks", "test-frontend", "e2e")
    assert commands("test") == set.union(*map(commands, verbs))


def test_every_image_is_built_once_of_this_version_and_of_the_last_release() -> None:
    names = sorted(component.name for component in COMPONENTS)
    for verb in ("images", "images-released"):
        assert sorted(name for part in only(verb) for name in part) == names


def test_every_image_is_published_from_its_folder() -> None:
    published = [job.entry for job in expanded("release.yaml") if job.name == "images"]
    assert published == [
        {"image": component.name, "folder": component.folder} for component in COMPONENTS
    ]
