"""The user's cache folder: downloads and builds that every stack reuses."""

import asyncio
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


def cache_home() -> Path:
    """Return the folder for Isotherm's downloads, created if missing, below XDG_CACHE_HOME."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    home = Path(base) / "isotherm"
    home.mkdir(parents=True, exist_ok=True)
    return home


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@asynccontextmanager
async def locked(name: str) -> AsyncIterator[None]:
    """Hold the lock of this name, so that two stacks do not build the same thing at once."""
    file = (cache_home() / f"{name}.lock").open("w")
    try:
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield
    finally:
        file.close()
