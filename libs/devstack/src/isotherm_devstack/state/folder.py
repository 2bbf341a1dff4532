"""The state folder of a stack: data, secrets, logs, and its running processes.

Only its owner can read it. A marker file identifies it, so that `reset` never deletes another
folder.
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
    """Write JSON that only the owner can read, atomically: readers see the old or the new file."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
    part.replace(path)


def read(path: Path) -> Any:
    """Return the content of a JSON file, or an empty dictionary if it does not exist."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return {}


class State:
    """The paths inside one state folder."""

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self.logs = self.home / "log"
        self.content = self.home / "content.json"
        self.secrets = self.home / "secrets.json"
        self.ports = self.home / "ports.json"
        self.stack = self.home / "stack.json"
        self.processes = self.home / "processes.json"
        self.ready = self.home / "ready"
        self.devices = self.home / "devices.json"
        self.replayed = self.home / "replayed.json"
        self.tls = self.home / "tls"
        self._lock = self.home / "lock"

    def log(self, name: str) -> Path:
        """Return the log file of a part."""
        return self.logs / f"{name}.log"

    def create(self) -> None:
        """Create the folder. Raise NotAStateError if it contains something else."""
        if self.home.exists() and any(self.home.iterdir()) and not self._is_marked():
            raise NotAStateError(f"{self.home} is not empty and not the state of a stack")
        self.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.home.chmod(0o700)
        (self.home / _MARKER).touch()

    def _is_marked(self) -> bool:
        return (self.home / _MARKER).exists()

    def lock(self) -> TextIO | None:
        """Lock the folder for one running stack; return the lock, or None if a stack is running.

        Closing the returned file releases the lock.
        """
        file = self._lock.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    def clear(self) -> None:
        """Delete the folder. Raise NotAStateError if it is not the state of a stack."""
        if not self.home.exists():
            return
        if not self._is_marked():
            raise NotAStateError(f"{self.home} is not the state of a stack; it was not deleted")
        shutil.rmtree(self.home)
