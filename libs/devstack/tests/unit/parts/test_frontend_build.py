"""Packages are installed, and the frontend is built, only if their sources changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isotherm_devstack.parts import frontend_build
from isotherm_devstack.parts.frontend_build import (
    build,
    build_ahead,
    fingerprint,
    is_current,
    is_installed,
)

PLAIN = {"version": "1.0.0", "integrity": "sha512-a"}
OPTIONAL = {"version": "2.0.0", "optional": True}


def _folder(home: Path, packages: dict[str, Any] | None) -> Path:
    lock = {"": {"name": "x"}, "node_modules/a": PLAIN, "node_modules/mac": OPTIONAL}
    (home / "package-lock.json").write_text(json.dumps({"packages": lock}))
    if packages is not None:
        (home / "node_modules").mkdir()
        record = home / "node_modules" / ".package-lock.json"
        record.write_text(json.dumps({"packages": packages}))
    return home


@pytest.mark.parametrize(
    ("packages", "installed"),
    [
        ({"node_modules/a": PLAIN}, True),
        ({"node_modules/a": PLAIN, "node_modules/mac": OPTIONAL}, True),
        ({"node_modules/a": PLAIN | {"version": "0.9.0"}}, False),
        ({"node_modules/mac": OPTIONAL}, False),
        ({"node_modules/a": PLAIN, "node_modules/gone": PLAIN}, False),
        (None, False),
    ],
)
def test_packages_are_installed_if_the_record_matches_the_lock_file(
    tmp_path: Path, packages: dict[str, Any] | None, installed: bool
) -> None:
    assert is_installed(_folder(tmp_path, packages)) is installed


def test_the_fingerprint_covers_names_and_contents(tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text("one")
    b.write_text("two")
    first = fingerprint(tmp_path, [a, b])
    assert fingerprint(tmp_path, [a, b]) == first
    b.write_text("three")
    assert fingerprint(tmp_path, [a, b]) != first
    assert fingerprint(tmp_path, [b, a]) != fingerprint(tmp_path, [a, b])


NPM = """#!/bin/sh
mkdir -p .next/standalone
cp source.ts .next/standalone/server.js
echo built >> ../builds
"""


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Builds by an npm that counts them, and a cache of its own; return their number."""
    npm = tmp_path / "npm"
    npm.write_text(NPM)
    npm.chmod(0o755)
    monkeypatch.setattr(frontend_build, "script", lambda _: npm)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return lambda: len((tmp_path / "builds").read_text().splitlines())


def _working_copy(home: Path, source: str) -> Path:
    home.mkdir()
    (home / "source.ts").write_text(source)
    return _folder(home, {"node_modules/a": PLAIN})


async def test_working_copies_of_the_same_sources_share_a_build(
    tmp_path: Path, builds: Callable[[], int]
) -> None:
    first, second = _working_copy(tmp_path / "a", "one"), _working_copy(tmp_path / "b", "one")
    await build_ahead(first)
    built = await build(tmp_path / "target", second)
    assert (built / "server.js").read_text() == "one"
    assert is_current(tmp_path / "target", first)
    assert builds() == 1


async def test_changed_sources_are_built_and_earlier_ones_are_still_there(
    tmp_path: Path, builds: Callable[[], int]
) -> None:
    folder, target = _working_copy(tmp_path / "a", "one"), tmp_path / "target"
    await build(target, folder)
    (folder / "source.ts").write_text("two")
    assert not is_current(target, folder)
    built = await build(target, folder)
    assert (built / "server.js").read_text() == "two"
    (folder / "source.ts").write_text("one")
    built = await build(target, folder)
    assert (built / "server.js").read_text() == "one"
    assert builds() == 2


async def test_the_builds_unused_for_longest_are_removed(
    tmp_path: Path, builds: Callable[[], int]
) -> None:
    folder = _working_copy(tmp_path / "a", "0")
    for number in range(10):
        (folder / "source.ts").write_text(str(number))
        await build_ahead(folder)
    (folder / "source.ts").write_text("9")
    await build_ahead(folder)
    assert builds() == 10
    (folder / "source.ts").write_text("0")
    await build_ahead(folder)
    assert builds() == 11


async def test_a_build_whose_sources_changed_meanwhile_is_repeated(
    tmp_path: Path, builds: Callable[[], int]
) -> None:
    folder = _working_copy(tmp_path / "a", "one")
    changing = "[ -e ../builds ] || printf two > source.ts\n"
    npm = tmp_path / "npm"
    npm.write_text(NPM.replace("mkdir", f"{changing}mkdir", 1))
    built = await build(tmp_path / "target", folder)
    assert (built / "server.js").read_text() == "two"
    assert is_current(tmp_path / "target", folder)
    assert builds() == 2
