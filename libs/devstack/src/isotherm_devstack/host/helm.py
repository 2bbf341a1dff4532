"""Helm, which renders the chart in tests: found, or built once into the cache with Go."""

import shutil
from pathlib import Path

from isotherm_devstack.errors import MissingProgramError
from isotherm_devstack.host.cache import cache_home, locked
from isotherm_devstack.host.tools import run

VERSION = "v3.19.5"
_MODULE = f"helm.sh/helm/v3/cmd/helm@{VERSION}"


def program() -> Path | None:
    """Return the path of an installed Helm, None if there is none."""
    built = _folder() / "helm"
    path = shutil.which("helm") or (str(built) if built.exists() else None)
    return None if path is None else Path(path)


async def install() -> Path:
    """Return the path of Helm, built if it is missing; raise MissingProgramError or ToolError."""
    if (installed := program()) is not None:
        return installed  # without the lock, which another process may hold while it builds
    async with locked("helm"):
        if (installed := program()) is not None:
            return installed
        if shutil.which("go") is None:
            raise MissingProgramError(
                "helm is missing, and so is Go to build it. Install Helm 3 or 4:"
                " https://helm.sh/docs/intro/install"
            )
        await run("go", "install", _MODULE, env={"GOBIN": str(_folder())})
        return _folder() / "helm"


def _folder() -> Path:
    return cache_home() / f"helm-{VERSION}"
