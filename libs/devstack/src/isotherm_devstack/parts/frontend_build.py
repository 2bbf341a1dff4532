"""The frontend's packages and production build, each renewed only if its sources changed.

Builds are kept in the user's cache by a hash of their sources.
"""

import asyncio
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from isotherm_devstack.errors import ToolError
from isotherm_devstack.host.cache import cache_home, locked
from isotherm_devstack.host.paths import FRONTEND, script
from isotherm_devstack.host.tools import run

_NOT_SOURCES = {
    *("node_modules", ".next", "tests", "test-results", "coverage", "next-env.d.ts"),
    *("README.md", "Dockerfile", "eslint.config.mjs", "vitest.config.ts"),
    *(".prettierrc.json", ".prettierignore"),
}
_STAMP = ".isotherm-stamp"
_LOCK = "frontend-build"
_BUILDS = 8
"""How many builds the cache keeps."""
_NO_TELEMETRY = {"NEXT_TELEMETRY_DISABLED": "1"}


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in _NOT_SOURCES or path.suffix == ".tsbuildinfo":
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def fingerprint(root: Path, paths: Iterable[Path]) -> str:
    """Return a hash of the names (relative to `root`) and contents of these files."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_installed(folder: Path) -> bool:
    """Return whether node_modules matches the lock file, according to npm's own record."""
    record = folder / "node_modules" / ".package-lock.json"
    if not record.exists():
        return False
    installed: dict[str, Any] = json.loads(record.read_text())["packages"]
    lock: dict[str, Any] = json.loads((folder / "package-lock.json").read_text())["packages"]
    del lock[""]  # the project itself
    required = {name for name, package in lock.items() if not package.get("optional")}
    same = all(name in lock and package == lock[name] for name, package in installed.items())
    return same and required <= installed.keys()


async def install(folder: Path = FRONTEND) -> None:
    """Install the locked packages unless they are installed; raise ToolError."""
    if not is_installed(folder):
        await run(script("npm"), "ci", "--no-audit", "--no-fund", cwd=folder, env=_NO_TELEMETRY)


async def prepare(folder: Path = FRONTEND) -> None:
    """Install the locked packages unless they are installed; raise ToolError."""
    if not is_installed(folder):
        async with locked(_LOCK):
            await install(folder)


async def build_ahead(folder: Path = FRONTEND) -> None:
    """Install the packages, and build the frontend if its sources changed; raise ToolError."""
    await prepare(folder)
    await _kept(folder)


async def build(target: Path, folder: Path = FRONTEND) -> Path:
    """Build the frontend if its sources changed; return the folder with `server.js` in `target`.

    The build is copied to `target`, where a running server keeps it. Raise ToolError.
    """
    if not is_current(target, folder):
        kept = await _kept(folder)
        await asyncio.to_thread(_copy, kept, target)
        (target / _STAMP).write_text(kept.name)
    return _with_server(target)


def is_current(target: Path, folder: Path = FRONTEND) -> bool:
    """Return whether `target` contains the build of the current sources."""
    stamp = target / _STAMP
    return stamp.exists() and stamp.read_text() == _place(folder).name


async def _kept(folder: Path) -> Path:
    """Return the build of the current sources in the cache, which all working copies share."""
    while not (place := _place(folder)).exists():
        async with locked(_LOCK):
            await install(folder)
            if not place.exists():
                await run(script("npm"), "run", "build", cwd=folder, env=_NO_TELEMETRY)
                if _place(folder) == place:  # the sources did not change during the build
                    await asyncio.to_thread(_keep, folder / ".next" / "standalone", place)
    os.utime(place)
    return place


def _place(folder: Path) -> Path:
    """Return where the cache has the build of the current sources, if it has it."""
    return cache_home() / "frontend-builds" / fingerprint(folder, _files(folder))


def _keep(built: Path, place: Path) -> None:
    """Copy a build into the cache, and remove those that were not used for the longest time."""
    place.parent.mkdir(exist_ok=True)
    part = place.with_suffix(".part")
    _copy(built, part)
    os.utime(part)  # the copy has the age of the folder, which an earlier build may have made
    part.rename(place)
    newest_first = sorted(place.parent.iterdir(), key=lambda path: -path.stat().st_mtime)
    for old in newest_first[_BUILDS:]:
        shutil.rmtree(old)


def _copy(built: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built, target, symlinks=True)


def _with_server(target: Path) -> Path:
    for folder in (target, target / "frontend"):
        if (folder / "server.js").exists():
            return folder
    raise ToolError(f"the frontend's build left no server.js in {target}")
