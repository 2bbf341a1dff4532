"""The whole system, with a state of its own, for as long as the benchmark runs."""

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
from isotherm.bootstrap import dsn_for
from isotherm_devstack.fleet import SILENT
from isotherm_devstack.process import Command, Process


@dataclass(frozen=True, slots=True)
class Stack:
    """Where its parts are."""

    home: Path
    said: dict[str, Any]
    secrets: dict[str, Any]

    @property
    def owner(self) -> str:
        """The database, as its owner."""
        return str(self.said["postgres"]["dsn"])

    @property
    def api(self) -> str:
        """The database, with the rights of the api."""
        name = urlsplit(self.owner).path.lstrip("/")
        return dsn_for(self.owner, "api", self.secrets["database"]["api"], name)

    @property
    def frontend(self) -> str:
        """Where the pages are."""
        return str(self.said["frontend"])

    def pid(self, part: str) -> int:
        """The process of a part."""
        return next(int(each["pid"]) for each in self.said["processes"] if each["name"] == part)

    def password(self, username: str) -> str:
        """Of one of the demo's people."""
        users = self.said["users"]
        return next(str(each["password"]) for each in users if each["username"] == username)

    @property
    def device(self) -> str:
        """A device of the demo that says nothing by itself."""
        return str(self.said["devices"][0]["name"])

    @property
    def sensor(self) -> str:
        """The sensor that it feeds."""
        return "/".join((SILENT[0].site, SILENT[0].sensor))

    def mqtt(self) -> aiomqtt.Client:
        """That device's client, not yet connected."""
        device, where = self.said["devices"][0], self.said["mqtt"]
        return aiomqtt.Client(
            where["host"], where["port"],
            username=device["username"], password=device["password"],
        )  # fmt: skip


@asynccontextmanager
async def stack() -> AsyncIterator[Stack]:
    """A stack that only speaks when spoken to; stopped, and its data gone, after the block."""
    with tempfile.TemporaryDirectory(prefix="isotherm-bench-") as folder:
        home = Path(folder) / "state"
        argv = (sys.executable, "-m", "isotherm_devstack.cli", "--state", str(home))
        log = Path(folder) / "up.log"
        try:
            up = Process(Command("up", (*argv, "up", "--detach", "--no-simulate"), log))
            await up.start()
            if await up.wait():
                raise BenchError(f"the stack did not come up: {log.read_text()[-2000:]}")
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
