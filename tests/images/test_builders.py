"""Finds a builder that works, and says what to install where none does."""

from pathlib import Path

import pytest

from isotherm_images.builders import BuilderError, Order, find


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


@pytest.mark.parametrize("name", ["docker", "podman"])
def test_reads_layers_as_docker_and_podman_print_them(programs: Path, name: str) -> None:
    put(programs, name, """case "$*" in *RootFS.Layers*) echo '["sha256:a","sha256:b"]';; esac""")
    assert find(name).layers("image") == ["sha256:a", "sha256:b"]


def test_reads_layers_as_buildah_prints_them(programs: Path) -> None:
    described = '{"OCIv1": {"rootfs": {"type": "layers", "diff_ids": ["sha256:a"]}}}'
    put(programs, "buildah", f"echo '{described}'")  # its templates know no JSON
    assert find().layers("image") == ["sha256:a"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("docker", "--build-arg SOURCE_DATE_EPOCH=77"),
        ("podman", "--timestamp 77"),
        ("buildah", "--timestamp 77"),
    ],
)
def test_gives_all_files_the_time_of_the_commit(
    programs: Path, tmp_path: Path, name: str, expected: str
) -> None:
    log = tmp_path / "log"
    put(programs, name, f'echo "$*" >> {log}; echo "Driver: docker-container"')
    find(name).build(Order(tmp_path / "Dockerfile", "r.example/api:1", "1", "abc", 77))
    (build,) = [line for line in log.read_text().splitlines() if "--file" in line]
    assert expected in build
    assert "--build-arg VERSION=1 --build-arg REVISION=abc" in build
    assert ("rewrite-timestamp=true" in build) == (name == "docker")


def test_says_which_command_failed(programs: Path, tmp_path: Path) -> None:
    put(programs, "buildah", '[ "$1" = info ]')
    order = Order(tmp_path / "Dockerfile", "r.example/api:1", "1", "abc", 77)
    with pytest.raises(BuilderError, match="exit code 1: buildah bud"):
        find().build(order)
