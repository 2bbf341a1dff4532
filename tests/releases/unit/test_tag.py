"""Only a tag that agrees with its commit, the changelog and main is published."""

import json
import subprocess
from pathlib import Path

import pytest

from isotherm_releases import version
from isotherm_releases.tag import TagError, notes

DATED = "# Changelog\n\n## 1.2.0 (2026-11-30)\n\n### Added\n\n- A page.\n"


def _git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    command = ["git", "-C", str(root), *identity, *arguments]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own
    return ended.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a clone whose checked-out commit is 1.2.0, which the main of its origin keeps."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    place = origin / version.THE_PLACE.files
    place.parent.mkdir(parents=True)
    place.write_text('__version__ = "1.2.0"\n')
    (origin / "CHANGELOG.md").write_text(DATED)
    _git(origin, "init", "--quiet", "--initial-branch=main")
    _commit(origin)
    _keep(origin, _git(origin, "rev-parse", "HEAD"))
    _git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    _git(clone, "checkout", "--quiet", "--detach", "HEAD^")
    return clone


def _commit(root: Path) -> None:
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message=Change")


def _keep(root: Path, commit: str) -> None:
    folder = root / "releases/1.2.0"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "release.json").write_text(json.dumps({"version": "1.2.0", "commit": commit}))
    _commit(root)


def test_the_notes_are_the_changelogs_lines_of_this_version(clone: Path) -> None:
    assert notes("v1.2.0", clone) == "### Added\n\n- A page.\n"


@pytest.mark.parametrize("tag", ["v1.2.1", "1.2.0", "v1.2.0-rc1"])
def test_another_version_than_the_commits_is_refused(clone: Path, tag: str) -> None:
    with pytest.raises(TagError, match=r"its commit is version 1\.2\.0"):
        notes(tag, clone)


def test_a_file_of_another_version_is_named(clone: Path) -> None:
    (clone / "pyproject.toml").write_text('version = "1.1.0"\n')
    with pytest.raises(TagError, match=r"pyproject\.toml: 1\.1\.0"):
        notes("v1.2.0", clone)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DATED.replace("2026-11-30", "not yet released"), "1.2.0 is not yet released"),
        (DATED.replace("1.2.0", "1.1.0"), "no heading for 1.2.0"),
        (DATED.replace("\n## ", "\n"), "names no version"),
    ],
)
def test_the_changelog_has_to_date_the_version(clone: Path, text: str, message: str) -> None:
    (clone / "CHANGELOG.md").write_text(text)
    with pytest.raises(TagError, match=message):
        notes("v1.2.0", clone)


def test_main_has_to_keep_the_release(clone: Path) -> None:
    _git(clone, "update-ref", "refs/remotes/origin/main", "HEAD")
    with pytest.raises(TagError, match=r"main has no releases/1\.2\.0/release\.json"):
        notes("v1.2.0", clone)


def test_main_has_to_keep_this_commit_as_the_release(clone: Path) -> None:
    _git(clone, "checkout", "--quiet", "main")
    with pytest.raises(TagError, match="is not the commit of the tag"):
        notes("v1.2.0", clone)
