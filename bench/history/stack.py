"""The whole system, with a temporary state, while the benchmark runs."""

import contextlib
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiomqtt

from bench.errors import BenchError
from isotherm.schema.roles import dsn_for
from isotherm_devstack.demo.fleet import SILENT
from isotherm_devstack.host.process import Command, Process


@dataclass(frozen=True, slots=True)
class Stack:
    """Addresses, accounts and processes of the running stack."""

    home: Path
    addresses: dict[str, Any]
    secrets: dict[str, Any]

    @property
    def owner(self) -> str:
        """The database's DSN for its owner."""
        return str(self.addresses["postgres"]["dsn"])

    @property
    def api(self) -> str:
        """The database's DSN with the api's privileges."""
        name = urlsplit(self.owner).path.lstrip("/")
        return dsn_for(self.owner, "api", self.secrets["database"]["api"], name)

    @property
    def frontend(self) -> str:
        """The address of the pages."""
        return str(self.addresses["frontend"])

    def pid(self, part: str) -> int:
        """Return the process id of a part."""
        processes = self.addresses["processes"]
        return next(int(process["pid"]) for process in processes if process["name"] == part)

    def password(self, username: str) -> str:
        """Return the password of a demo user."""
        users = self.addresses["users"]
        return next(str(user["password"]) for user in users if user["username"] == username)

    @property
    def device(self) -> str:
        """A demo device that sends nothing on its own."""
        return str(self.addresses["devices"][0]["name"])

    @property
    def sensor(self) -> str:
        """The sensor that this device supplies."""
        return "/".join((SILENT[0].site, SILENT[0].sensor))

    def mqtt(self) -> aiomqtt.Client:
        """Return that device's client, not yet connected."""
        device, broker = self.addresses["devices"][0], self.addresses["mqtt"]
        return aiomqtt.Client(
            broker["host"], broker["port"],
            username=device["username"], password=device["password"],
        )  # fmt: skip


@asynccontextmanager
async def stack() -> AsyncIterator[Stack]:
    """Run a stack without simulated devices during the block; delete its data afterwards."""
    with tempfile.TemporaryDirectory(prefix="isotherm-bench-") as folder:
        home = Path(folder) / "state"
        argv = (sys.executable, "-m", "isotherm_devstack.cli", "--state", str(home))
        log = Path(folder) / "up.log"
        try:
            up = Process(Command("up", (*argv, "up", "--detach", "--no-simulate"), log))
            await up.start()
            if await up.wait():
                raise BenchError(f"the stack did not start: {log.read_text()[-2000:]}")
            yield Stack(
                home,
                json.loads((home / "stack.json").read_text()),
                json.loads((home / "secrets.json").read_text()),
            )
        finally:
            down = Process(Command("down", (*argv, "down"), Path(folder) / "down.log"))
            with contextlib.suppress(OSError):
                await down.start()
                await down.wait()
