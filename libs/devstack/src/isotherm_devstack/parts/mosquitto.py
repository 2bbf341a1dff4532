"""Mosquitto as a local process: a listener for services, one for devices, one file of accounts.

Accounts and permissions are only in the dynamic security plugin's file; an additional acl_file or
password_file would widen them. The configuration is the chart's own. In a stack
`isotherm-worker render-accounts` writes the file of accounts from the database before each start,
so a lost folder is rebuilt; a test's broker is given one.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from isotherm_devstack.host.paths import script
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.host.process import Command
from isotherm_devstack.host.system import mosquitto_plugin, mosquitto_program
from isotherm_devstack.parts.configuration import filled
from isotherm_devstack.parts.part import listens

_QUEUE_MESSAGES = 2_000_000
_QUEUE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Tls:
    """The devices' listener that speaks TLS, with the operator's certificate and key (PEM)."""

    port: int
    certificate: Path
    key: Path


class Mosquitto:
    """One broker, with its queue in `home`; `port` is for services, `device_port` for devices.

    With `rendering`, the settings of `isotherm-worker render-accounts`, each start renders the file
    of accounts. The configuration lies beside `home`, which may be lost. With `tls` devices may
    connect by TLS, too; SIGHUP loads a renewed certificate.
    """

    name = "mosquitto"
    may_finish = False

    def __init__(
        self,
        home: Path,
        port: int,
        device_port: int,
        log: Path,
        rendering: Mapping[str, str] | None = None,
        tls: Tls | None = None,
    ) -> None:
        self.home = home
        self.conf = home.with_name(f"{home.name}.conf")
        self.port = port
        self.device_port = device_port
        self.rules = home / "dynamic-security.json"
        self.tls = tls
        self._log, self._rendering = log, rendering

    def prepare(self, rules: str | None = None) -> None:
        """Write the configuration, and the file of accounts if given; raise MissingProgramError."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if rules is not None:
            self._write(self.rules, rules)
        self._write(self.conf, self.configuration())

    @staticmethod
    def _write(path: Path, text: str) -> None:
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(text)

    def configuration(self) -> str:
        """Return the text of mosquitto.conf."""
        text = filled(
            "mosquitto.conf",
            plugin=mosquitto_plugin(),
            rules=self.rules,
            services=f"{self.port} {LOOPBACK}",
            devices=f"{self.device_port} {LOOPBACK}",
            data=self.home,
            queue_messages=_QUEUE_MESSAGES,
            queue_bytes=_QUEUE_BYTES,
        )
        if self.tls is not None:
            text += filled(
                "mosquitto-tls.conf",
                devices_tls=f"{self.tls.port} {LOOPBACK}",
                certificate=self.tls.certificate,
                key=self.tls.key,
            )
        # as root it would switch to a user that cannot read this folder
        return text + ("\nuser root\n" if os.geteuid() == 0 else "")

    def command(self) -> Command:
        """Return how to run it.

        SIGTERM makes it save its queue, but not shared subscriptions: `isotherm.broker.store`
        restores them in the file before each start.
        """
        repair = (sys.executable, "-m", "isotherm.broker.store", str(self.home / "mosquitto.db"))
        broker = (*repair, mosquitto_program(), "-c", str(self.conf))
        if self._rendering is None:
            return Command(self.name, broker, self._log)
        render = (script("isotherm-worker"), "render-accounts", str(self.rules), "--")
        return Command(self.name, (*render, *broker), self._log, env=self._rendering)

    async def is_ready(self) -> bool:
        """Return whether all listeners accept connections."""
        ports = [self.port, self.device_port, *([] if self.tls is None else [self.tls.port])]
        return all([await listens(LOOPBACK, port) for port in ports])
