"""The folder a stack keeps everything in: data, secrets, logs, and who runs.

Only the owner may read it. A marker file tells it from any other folder, so that `reset` never
clears something else.
"""

import fcntl
import json
import os
import shutil
from pathlib import Path
from typing import Any, TextIO

from isotherm_devstack.errors import NotAStateError

_MARKER = ".isotherm"


def write_private(path: Path, content: Any) -> None:
    """Write JSON readable by the owner alone; a reader sees the old or the new file, whole."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    part.replace(path)


def read(path: Path) -> Any:
    """Return what a JSON file holds; an empty dictionary when there is none."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return {}


class State:
    """The paths inside one state folder."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.logs = self.home / "log"
        self.secrets = self.home / "secrets.json"
        self.ports = self.home / "ports.json"
        self.stack = self.home / "stack.json"
        self.processes = self.home / "processes.json"
        self.ready = self.home / "ready"
        self.devices = self.home / "devices.json"
        self.replayed = self.home / "replayed.json"
        self._lock = self.home / "lock"

    def log(self, name: str) -> Path:
        """Return the log file of a part."""
        return self.logs / f"{name}.log"

    def make(self) -> None:
        """Make the folder; raises NotAStateError for one that holds something else."""
        if self.home.exists() and any(self.home.iterdir()) and not self._is_ours():
            raise NotAStateError(f"{self.home} holds something that is not a stack's state")
        self.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.home.chmod(0o700)
        (self.home / _MARKER).touch()

    def _is_ours(self) -> bool:
        return (self.home / _MARKER).exists()

    def lock(self) -> TextIO | None:
        """Take the folder for one running stack; None when one runs. Held until closed."""
        file = self._lock.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    def clear(self) -> None:
        """Remove the folder and all in it; raises NotAStateError for a folder not ours."""
        if not self.home.exists():
            return
        if not self._is_ours():
            raise NotAStateError(f"{self.home} is not a stack's state; it stays as it is")
        shutil.rmtree(self.home)
