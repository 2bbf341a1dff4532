"""The last release's images are pulled, or built from its commit where they are not published."""

import json
import subprocess
from pathlib import Path

import pytest

from isotherm_releases import version
from isotherm_releases.images import Images, ImagesError, last
from isotherm_releases.release import Release

REGISTRY = "registry.example/isotherm"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository with one commit, in which `make` writes its arguments into a file."""
    root = tmp_path / "repository"
    root.mkdir()
    log = tmp_path / "made"
    (root / "Makefile").write_text(f"images:\n\t@echo '$(ONLY)|$(TAG)|$(REGISTRY)' >>{log}\n")
    for command in ("init --quiet", "add --all", "commit --quiet --message=Release"):
        git(root, *command.split())
    return root


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    command = ["git", "-C", str(root), *identity, *arguments]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own
    return ended.stdout.strip()


def images(root: Path, published: str, commit: str | None = None) -> Images:
    """Return the images of the repository's commit; a registry has those of a pattern of shell."""
    builder = root.parent / "builder"
    builder.write_text(
        f'#!/bin/sh\necho "$*" >>{root.parent}/pulled\n'
        f"case $2 in {published}) ;; *) exit 1;; esac\n"
    )
    builder.chmod(0o755)
    release = Release("0.1.0", commit or git(root, "rev-parse", "HEAD"), "2026-11-30", "0034")
    return Images(str(builder), REGISTRY, release, root)


def test_published_images_are_pulled(root: Path) -> None:
    images(root, "*").get(["api", "worker"])
    pulled = (root.parent / "pulled").read_text().splitlines()
    assert pulled == [f"pull {REGISTRY}/{name}:0.1.0" for name in ("api", "worker")]
    assert not (root.parent / "made").exists()


def test_others_are_built_from_the_commit(root: Path) -> None:
    kept = images(root, "*/worker:*")
    (root / "Makefile").write_text("images:\n\tfalse\n")
    kept.get(["api", "worker", "ingest"])
    assert (root.parent / "made").read_text() == f"api ingest|0.1.0|{REGISTRY}\n"
    assert len(git(root, "worktree", "list").splitlines()) == 1


def test_a_failed_build_is_an_error(root: Path) -> None:
    (root / "Makefile").write_text("images:\n\tfalse\n")
    git(root, "commit", "--quiet", "--all", "--message=Break")
    with pytest.raises(ImagesError, match=r"0\.1\.0 cannot be built"):
        images(root, "none").get(["api"])


def test_a_clone_without_the_commit_says_how_to_get_it(root: Path) -> None:
    with pytest.raises(ImagesError, match="git fetch --unshallow"):
        images(root, "none", commit="0" * 40).get(["api"])


def test_the_last_release_is_older_than_this_version(tmp_path: Path) -> None:
    this = version.read()
    for name in ("0.0.9", "0.0.10", this, "99.0.0"):
        document = {"version": name, "commit": name, "date": "2026-11-30", "schema": "0034"}
        (tmp_path / name).mkdir()
        (tmp_path / name / "release.json").write_text(json.dumps(document))
    assert last(tmp_path).version == "0.0.10"


def test_before_the_first_release_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(ImagesError, match="no release is older"):
        last(tmp_path)
