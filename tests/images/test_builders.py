"""Finds a builder that works, and says what to install where none does."""

from pathlib import Path

import pytest

from isotherm_images.builders import BuilderError, find


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder on the PATH, empty."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put(folder: Path, name: str, code: str) -> None:
    """Write a program that runs this shell code."""
    (folder / name).write_text(f"#!/bin/sh\n{code}\n")
    (folder / name).chmod(0o755)


def test_says_what_to_install(programs: Path) -> None:
    with pytest.raises(BuilderError, match="apt-get install buildah"):
        find()


def test_passes_over_docker_without_its_daemon(programs: Path) -> None:
    put(programs, "docker", '[ "$1" != info ]')
    put(programs, "buildah", "true")
    assert find().program == "buildah"


def test_passes_over_docker_without_buildx(programs: Path) -> None:
    put(programs, "docker", '[ "$1" != buildx ]')
    put(programs, "podman", "true")
    assert find().program == "podman"


def test_says_that_dockers_default_builder_keeps_the_time(programs: Path) -> None:
    put(programs, "docker", 'echo "Driver: docker"')
    assert "docker-container" in find().hint


def test_a_builder_of_its_own_builds_the_same_twice(programs: Path) -> None:
    put(programs, "docker", 'echo "Driver: docker-container"')
    assert find().hint == ""


def test_a_named_builder_is_the_only_one_tried(programs: Path) -> None:
    put(programs, "buildah", "true")
    with pytest.raises(BuilderError, match="no working podman here"):
        find("podman")
