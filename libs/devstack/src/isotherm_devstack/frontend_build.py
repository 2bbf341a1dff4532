"""The frontend's production build: packages and build each made again only when they must be."""

import asyncio
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from isotherm_devstack.cache import locked
from isotherm_devstack.errors import ToolError
from isotherm_devstack.paths import FRONTEND, script
from isotherm_devstack.tools import run

_NOT_SOURCES = {"node_modules", ".next", "tests", "test-results", "coverage", "next-env.d.ts"}
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
    """Return a hash of these files' names below `root` and of what is in them."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


async def install(folder: Path = FRONTEND) -> None:
    """Install the locked packages where they are not; raises ToolError."""
    stamp = folder / "node_modules" / ".isotherm-stamp"
    lock = (folder / "package.json", folder / "package-lock.json")
    want = fingerprint(folder, lock)
    if stamp.exists() and stamp.read_text() == want:
        return
    await run(script("npm"), "ci", "--no-audit", "--no-fund", cwd=folder, env=_NO_TELEMETRY)
    stamp.write_text(want)


async def build(target: Path, folder: Path = FRONTEND) -> Path:
    """Build what has changed; return the folder in `target` that holds `server.js`.

    The build is copied to `target`, so that a later one never changes it under a running server.
    Raises ToolError.
    """
    async with locked("frontend-build"):
        await install(folder)
        want = fingerprint(folder, _files(folder))
        stamp = folder / ".next" / ".isotherm-stamp"
        if not stamp.exists() or stamp.read_text() != want:
            stamp.unlink(missing_ok=True)
            await run(script("npm"), "run", "build", cwd=folder, env=_NO_TELEMETRY)
            stamp.write_text(want)
        copied = target / ".isotherm-stamp"
        if not copied.exists() or copied.read_text() != want:
            await asyncio.to_thread(_copy, folder / ".next" / "standalone", target)
            copied.write_text(want)
    return _with_server(target)


def _copy(built: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built, target, symlinks=True)


def _with_server(target: Path) -> Path:
    for folder in (target, target / "frontend"):
        if (folder / "server.js").exists():
            return folder
    raise ToolError(f"the frontend's build left no server.js in {target}")
