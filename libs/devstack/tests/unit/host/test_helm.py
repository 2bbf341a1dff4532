"""Helm is taken from where it is, and built once if it is nowhere."""

from pathlib import Path

import pytest

from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.host import helm


@pytest.fixture(autouse=True)
def empty_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with an empty cache and no programs; its folder of programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(programs))
    return programs


def _install(folder: Path, name: str, script: str = "") -> Path:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


async def test_an_installed_helm_is_used(empty_machine: Path) -> None:
    installed = _install(empty_machine, "helm")
    assert await helm.install() == installed == helm.program()


async def test_it_is_built_into_the_cache_and_found_there(empty_machine: Path) -> None:
    _install(
        empty_machine,
        "go",
        '/bin/echo "$@" > "$GOBIN.called"; /bin/mkdir -p "$GOBIN"; : > "$GOBIN/helm"',
    )
    assert helm.program() is None
    built = await helm.install()
    assert built == helm.program()
    called = built.parent.with_name(f"{built.parent.name}.called")
    assert called.read_text().split() == ["install", f"helm.sh/helm/v3/cmd/helm@{helm.VERSION}"]
    called.unlink()
    assert await helm.install() == built
    assert not called.exists()


async def test_without_go_the_error_says_what_to_install() -> None:
    with pytest.raises(MissingProgramError, match="Install Helm 3 or 4"):
        await helm.install()
