"""Keycloak's distribution: fetched once by Maven, built once, linked into each instance's home."""

import asyncio
import os
import shutil
import tarfile
from pathlib import Path

from isotherm_devstack.cache import cache_home, locked, sha256
from isotherm_devstack.process import inherited_environment
from isotherm_devstack.system import require

VERSION = "26.7.3"
_SHA256 = "77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47"
_ARTIFACT = f"org.keycloak:keycloak-quarkus-dist:{VERSION}:tar.gz"
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
_BUILD = ("build", "--db=dev-file", "--health-enabled=true")
_LINKED = ("lib", "conf", "providers", "themes")


class FetchError(Exception):
    """Keycloak could not be fetched or built; the message carries what the tool said."""


async def built(java_home: Path) -> Path:
    """Return the folder of a built Keycloak in the user's cache, made when missing."""
    home = cache_home() / f"keycloak-{VERSION}"
    stamp = home / ".isotherm-built"
    want = " ".join(_BUILD)
    async with locked(home.name):
        if not stamp.exists() or stamp.read_text() != want:
            await _make(home, java_home)
            stamp.write_text(want)
    return home


async def _make(home: Path, java_home: Path) -> None:
    archive = cache_home() / f"keycloak-quarkus-dist-{VERSION}.tar.gz"
    if not archive.exists() or sha256(archive) != _SHA256:
        await _fetch(archive)
    shutil.rmtree(home, ignore_errors=True)
    await asyncio.to_thread(_unpack, archive, home)
    await _run(home / "bin" / "kc.sh", *_BUILD, env={"JAVA_HOME": str(java_home)})


async def _fetch(archive: Path) -> None:
    await asyncio.to_thread(require, "mvn")
    where = f"-DoutputDirectory={archive.parent}"
    await _run("mvn", "-q", "-B", "-C", _COPY, f"-Dartifact={_ARTIFACT}", where)
    if (found := sha256(archive)) != _SHA256:
        archive.unlink()  # noqa: ASYNC240 - one small step, nothing waits for it
        raise FetchError(f"{archive.name} has SHA-256 {found}, not {_SHA256}; removed it")


def _unpack(archive: Path, home: Path) -> None:
    with tarfile.open(archive) as tar:
        tar.extractall(home.parent, filter="data")
    # the archive holds one folder, named for product and version as `home` is
    if not (home / "bin" / "kc.sh").exists():
        raise FetchError(f"{archive.name} holds no {home.name}/bin/kc.sh")


async def _run(*argv: str | os.PathLike[str], env: dict[str, str] | None = None) -> None:
    child = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=inherited_environment() | (env or {}),
        cwd=cache_home(),
    )
    output, _ = await child.communicate()
    if child.returncode != 0:
        last = "\n".join(output.decode(errors="replace").splitlines()[-20:])
        raise FetchError(f"{Path(argv[0]).name} failed with code {child.returncode}:\n{last}")


def link(source: Path, home: Path) -> None:
    """Make a home of its own for one instance: its scripts copied, the rest linked."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(source / "bin", home / "bin", dirs_exist_ok=True)
    for name in _LINKED:
        target = home / name
        if target.is_symlink():
            target.unlink()
        target.symlink_to(source / name, target_is_directory=True)
