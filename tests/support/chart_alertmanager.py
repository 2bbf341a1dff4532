"""Alertmanager as a process, and the configuration that a runbook gives as an example."""

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from isotherm_devstack.host.paths import REPOSITORY
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.host.process import Command
from isotherm_devstack.host.system import require
from isotherm_devstack.parts.part import listens


def require_amtool() -> str:
    """Return Alertmanager's tool; skip the test where Homebrew has no package of it."""
    if sys.platform == "darwin" and shutil.which("amtool") is None:
        pytest.skip("amtool is not installed")
    require("amtool")
    return "amtool"


def example_of_runbook() -> str:
    """Return the configuration by which the watchdog's runbook connects a dead man's switch."""
    text = (REPOSITORY / "docs/runbooks/watchdog.md").read_text()
    blocks = text.split("```yaml\n")
    (example,) = (block for block in blocks if block.startswith("# alertmanager.yaml"))
    return example.partition("```")[0]


class Alertmanager:
    """One that runs here, with a configuration."""

    name = "alertmanager"
    may_finish = False

    def __init__(self, home: Path, configuration: dict[str, Any]) -> None:
        self.home, self.port = home, free_port()
        (home / "alertmanager.yaml").write_text(yaml.safe_dump(configuration))

    def command(self) -> Command:
        """Return how to run it; Debian has its own name for it."""
        program = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
        assert program
        options = (
            f"--config.file={self.home / 'alertmanager.yaml'}",
            f"--storage.path={self.home / 'alertmanager'}",
            f"--web.listen-address={LOOPBACK}:{self.port}",
            "--cluster.listen-address=",
        )
        return Command(self.name, (program, *options), self.home / "alertmanager.log")

    async def is_ready(self) -> bool:
        """Return whether it takes alerts."""
        return await listens(LOOPBACK, self.port)
