"""The programs of a commit: its packages, by its own locks, in an environment of their own."""

import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from isotherm.process.settings import without_settings
from isotherm_devstack.host.cache import cache_home
from isotherm_devstack.host.paths import script
from isotherm_releases.version import ROOT

SERVICES = ("services/ingest", "services/worker", "services/api")
PYTHON_LOCKS = (
    "charts/images/build.lock",
    "libs/shared/requirements.lock",
    *(f"{service}/requirements.lock" for service in SERVICES),
)
"""The locks of the images whose programs run here, and of what builds the workspace's members."""


class CheckoutError(Exception):
    """A commit that is not there, or whose packages cannot be installed."""


@dataclass(frozen=True)
class Checkout:
    """An environment in the cache folder that runs the programs of one commit."""

    commit: str
    home: Path

    def program(self, name: str) -> str:
        """Return the path of a program, such as `isotherm-ingest`."""
        return str(self.home / "bin" / name)


def git(*arguments: str, root: Path = ROOT) -> str:
    """Return what git prints; raise CheckoutError."""
    answer = subprocess.run(
        ["git", "-C", root, *arguments], check=False, capture_output=True, text=True
    )
    if answer.returncode != 0:
        raise CheckoutError(f"git {' '.join(arguments)}: {answer.stderr.strip()}")
    return answer.stdout.strip()


def require_commit(commit: str, root: Path = ROOT) -> None:
    """Fetch a commit that a shallow clone lacks; raise CheckoutError if it cannot be had."""
    try:
        git("cat-file", "-e", f"{commit}^{{commit}}", root=root)
    except CheckoutError:
        try:
            git("fetch", "--quiet", "--depth=1", "origin", commit, root=root)
        except CheckoutError as error:
            raise CheckoutError(
                f"this clone lacks the released commit {commit}, and origin did not give it"
                f" ({error}). Run: git fetch --unshallow origin"
            ) from None


def unpack(commit: str, folder: Path, *paths: str, root: Path = ROOT) -> None:
    """Write files of a commit into a folder; raise CheckoutError."""
    require_commit(commit, root)
    with tempfile.NamedTemporaryFile(suffix=".tar") as archive:
        git("archive", f"--output={archive.name}", commit, "--", *paths, root=root)
        with tarfile.open(archive.name) as tar:
            tar.extractall(folder, filter="data")


def prepared(commit: str, root: Path = ROOT) -> Checkout:
    """Install the programs of a commit, unless an earlier run did; raise CheckoutError."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    home = cache_home() / "releases" / f"{commit}-{python}"
    checkout = Checkout(commit, home)
    home.parent.mkdir(exist_ok=True)
    with _locked(home.with_name(f"{home.name}.lock")):
        if not (home / "complete").exists():
            shutil.rmtree(home, ignore_errors=True)
            _install(commit, home, root)
            (home / "complete").touch()
    return checkout


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _install(commit: str, home: Path, root: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        unpack(commit, source, "charts/images", "libs/shared", *SERVICES, root=root)
        members = [source / "libs/shared", *(source / service for service in SERVICES)]
        base = str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}")
        _uv("venv", "--python", base, home)
        environment = {"VIRTUAL_ENV": str(home)}
        locks = [source / lock for lock in PYTHON_LOCKS]
        _uv("pip", "sync", "--require-hashes", *locks, env=environment)
        _uv("pip", "install", "--no-deps", "--no-build-isolation", *members, env=environment)


def _uv(*arguments: str | Path, env: Mapping[str, str] | None = None) -> None:
    answer = subprocess.run(
        [script("uv"), "--quiet", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=without_settings(dict(os.environ)) | dict(env or {}),
    )
    if answer.returncode != 0:
        raise CheckoutError(f"uv {arguments[0]} failed: {answer.stderr.strip()[-2000:]}")
