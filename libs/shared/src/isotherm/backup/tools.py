"""Running pg_dump and pg_restore: as processes of their own, or in another container of the pod.

PostgreSQL's programs must be at least as new as the server, so in Kubernetes they come from the
server's own image: a container there serves requests from a shared folder (`serve.sh`).
"""

import asyncio
import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from isotherm.backup.errors import BackupError
from isotherm.backup.settings import Login

_START_S = 120.0
_POLL_S = 0.1
_SHOWN = 2000
"""How many characters of a failed program's output an error shows."""


class Tools(Protocol):
    """Runs one of PostgreSQL's programs and returns its output; raises BackupError."""

    async def run(self, program: str, *arguments: str) -> str: ...


class LocalTools:
    """Programs of a folder, or of the search path."""

    def __init__(self, folder: str, passfile: Path) -> None:
        self._folder = folder
        self._passfile = passfile

    async def run(self, program: str, *arguments: str) -> str:
        """Run a program as a child process."""
        path = shutil.which(program, path=self._folder or None)
        if path is None:
            raise BackupError(
                f"{program} is not installed; set ISOTHERM_BACKUP_TOOLS to its folder"
            )
        child = await asyncio.create_subprocess_exec(
            path,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={"PATH": os.environ.get("PATH", ""), "PGPASSFILE": str(self._passfile)},
        )
        try:
            output, _ = await child.communicate()
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
            raise
        return _judged(program, child.returncode or 0, output.decode(errors="replace"))


class PodTools:
    """Programs of another container of the pod, by files in a folder that both have."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def run(self, program: str, *arguments: str) -> str:
        """Have the other container run a program; its start and its end are files."""
        if any("\n" in argument for argument in arguments):
            raise BackupError("an argument with a line break cannot be passed on")
        start = await self._started()
        answer = self._folder / "answer"
        answer.unlink(missing_ok=True)
        await asyncio.to_thread(self._ask, program, arguments)
        while not answer.exists():
            if self._mark() != start:
                raise BackupError(
                    f"the container that ran {program} was restarted; is its memory limit too low?"
                )
            await asyncio.sleep(_POLL_S)
        output = (self._folder / "output").read_text(errors="replace")
        return _judged(program, int(answer.read_text()), output)

    def _mark(self) -> str:
        try:
            return (self._folder / "started").read_text()
        except FileNotFoundError:
            return ""

    async def _started(self) -> str:
        """Wait until the other container serves; return the mark of its start."""
        for _ in range(int(_START_S / _POLL_S)):
            if mark := self._mark():
                return mark
            await asyncio.sleep(_POLL_S)
        raise BackupError(
            f"the container with PostgreSQL's programs did not start in {_START_S:.0f} s"
        )

    def _ask(self, program: str, arguments: Iterable[str]) -> None:
        with (self._folder / "request").open("w") as request:
            request.write("\n".join((program, *arguments)) + "\n")


def _judged(program: str, code: int, output: str) -> str:
    if code != 0:
        shown = output.strip()[-_SHOWN:]
        raise BackupError(f"{program} failed with code {code}: {shown}")
    return output


def tools(where: str, logins: Iterable[Login], scratch: Path) -> Tools:
    """Return the tools that a setting names; write the passwords into a file for them."""
    folder = Path(where.removeprefix("pod:")) if where.startswith("pod:") else scratch
    passfile = folder / "pgpass"
    passfile.unlink(missing_ok=True)
    descriptor = os.open(passfile, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as written:
        written.writelines(f"{login.passfile_line()}\n" for login in logins if login.password)
    return PodTools(folder) if where.startswith("pod:") else LocalTools(where, passfile)
