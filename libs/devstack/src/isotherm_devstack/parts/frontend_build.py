"""The frontend's packages and production build, each renewed only if its sources changed."""

import asyncio
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from isotherm_devstack.errors import ToolError
from isotherm_devstack.host.cache import locked
from isotherm_devstack.host.paths import FRONTEND, script
from isotherm_devstack.host.tools import run

_NOT_SOURCES = {"node_modules", ".next", "tests", "test-results", "coverage", "next-env.d.ts"}
_STAMP = ".isotherm-stamp"
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
    """Install the locked packages while holding the build lock; raise ToolError."""
    async with locked("frontend-build"):
        await install(folder)


async def build_ahead(folder: Path = FRONTEND) -> None:
    """Build the frontend if its sources changed, so that a later `build` only copies.

    Raise ToolError.
    """
    async with locked("frontend-build"):
        await install(folder)
        await _build(folder, fingerprint(folder, _files(folder)))


async def build(target: Path, folder: Path = FRONTEND) -> Path:
    """Build the frontend if its sources changed; return the folder with `server.js` in `target`.

    The build is copied to `target`, so that a later build does not change it under a running
    server. Raise ToolError.
    """
    async with locked("frontend-build"):
        sources = fingerprint(folder, _files(folder))
        if not _is_from(target, sources):
            await install(folder)
            await _build(folder, sources)
            await asyncio.to_thread(_copy, folder / ".next" / "standalone", target)
            (target / _STAMP).write_text(sources)
    return _with_server(target)


async def _build(folder: Path, sources: str) -> None:
    output = folder / ".next"
    if not _is_from(output, sources):
        (output / _STAMP).unlink(missing_ok=True)
        await run(script("npm"), "run", "build", cwd=folder, env=_NO_TELEMETRY)
        (output / _STAMP).write_text(sources)


def _is_from(output: Path, sources: str) -> bool:
    stamp = output / _STAMP
    return stamp.exists() and stamp.read_text() == sources


def is_current(target: Path, folder: Path = FRONTEND) -> bool:
    """Return whether `target` contains the build of the current sources."""
    return _is_from(target, fingerprint(folder, _files(folder)))


def _copy(built: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built, target, symlinks=True)


def _with_server(target: Path) -> Path:
    for folder in (target, target / "frontend"):
        if (folder / "server.js").exists():
            return folder
    raise ToolError(f"the frontend's build left no server.js in {target}")
