"""Keycloak's distribution: downloaded by Maven and built once, then linked into each home."""

import asyncio
import shutil
import tarfile
from pathlib import Path

from isotherm_devstack.errors import ChecksumError
from isotherm_devstack.host.cache import cache_home, locked, sha256
from isotherm_devstack.host.paths import THEMES
from isotherm_devstack.host.system import require
from isotherm_devstack.host.tools import run

VERSION = "26.7.3"
_SHA256 = "77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47"
_ARTIFACT = f"org.keycloak:keycloak-quarkus-dist:{VERSION}:tar.gz"
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
_BUILD = ("build", "--db=dev-file", "--health-enabled=true")
_STAMP = " ".join(_BUILD)
_LINKED = ("lib", "conf", "providers")


async def built(java_home: Path) -> Path:
    """Return the folder of a built Keycloak in the cache; download and build it if missing."""
    home = _home()
    async with locked(home.name):
        if not is_built():
            await _install(home, java_home)
            _stamp().write_text(_STAMP)
    return home


def is_built() -> bool:
    """Return whether the cache contains it, so that `built` returns at once."""
    return _stamp().exists() and _stamp().read_text() == _STAMP


def _home() -> Path:
    return cache_home() / f"keycloak-{VERSION}"


def _stamp() -> Path:
    return _home() / ".isotherm-built"


async def _install(home: Path, java_home: Path) -> None:
    archive = cache_home() / f"keycloak-quarkus-dist-{VERSION}.tar.gz"
    if not archive.exists() or sha256(archive) != _SHA256:
        await _download(archive)
    shutil.rmtree(home, ignore_errors=True)
    await asyncio.to_thread(_unpack, archive, home)
    await run(home / "bin" / "kc.sh", *_BUILD, env={"JAVA_HOME": str(java_home)})


async def _download(archive: Path) -> None:
    await asyncio.to_thread(require, "mvn")
    where = f"-DoutputDirectory={archive.parent}"
    await run("mvn", "-q", "-B", "-C", _COPY, f"-Dartifact={_ARTIFACT}", where, cwd=archive.parent)
    if (digest := await asyncio.to_thread(sha256, archive)) != _SHA256:
        await asyncio.to_thread(archive.unlink)
        raise ChecksumError(f"{archive.name} has SHA-256 {digest}, not {_SHA256}; deleted it")


def _unpack(archive: Path, home: Path) -> None:
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):
            tar.extractall(home.parent, filter="data")
        else:  # Debian 12's Python 3.11.2 has no filters
            tar.extractall(home.parent)  # noqa: S202  its SHA-256 was verified
    # the archive contains one folder, which has the name of `home`
    if not (home / "bin" / "kc.sh").exists():
        raise ChecksumError(f"{archive.name} does not contain {home.name}/bin/kc.sh")


def link(source: Path, home: Path) -> None:
    """Create an instance's home: scripts are copied, the themes are ours, the rest is linked."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(source / "bin", home / "bin", dirs_exist_ok=True)
    targets = {home / name: source / name for name in _LINKED} | {home / "themes": THEMES}
    for link, target in targets.items():
        if link.is_symlink():
            link.unlink()
        link.symlink_to(target, target_is_directory=True)
