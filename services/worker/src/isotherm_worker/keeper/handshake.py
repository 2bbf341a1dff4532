"""The directory in which each start of the broker asks, and the keeper lets it go.

All of it is in files, so that a keeper that was restarted continues where the last one was.
"""

from dataclasses import dataclass
from pathlib import Path

_WORDS = 3


@dataclass(frozen=True, slots=True)
class Request:
    """One start of the broker, as its script writes it: `PID NAME PROGRAM`."""

    line: str

    @property
    def pid(self) -> int:
        """The process that becomes the broker."""
        return int(self.line.split()[0])

    @property
    def program(self) -> str:
        """The name of the broker's program."""
        return self.line.split()[2]


class Handshake:
    """Reads requests in a directory and grants them."""

    def __init__(self, directory: Path) -> None:
        self._request, self._grant = directory / "request", directory / "grant"
        self._loaded = directory / "certificate"

    def waiting(self) -> Request | None:
        """Return the start that waits to be let go, or None if none does."""
        request = _read(self._request)
        return None if request is None or request == _read(self._grant) else request

    def granted(self) -> Request | None:
        """Return the last start that was let go, or None before the first."""
        return _read(self._grant)

    def grant(self, request: Request) -> None:
        """Let a start go."""
        _write(self._grant, request.line)

    @property
    def loaded(self) -> str | None:
        """The digest of the certificate that the broker has loaded, or None if it has none."""
        return _text(self._loaded)

    @loaded.setter
    def loaded(self, digest: str) -> None:
        _write(self._loaded, digest)


def _read(path: Path) -> Request | None:
    """Return the request in a file; None if there is no such file or no request in it."""
    line = _text(path)
    if line is None or len(line.split()) != _WORDS or not line.split()[0].isdigit():
        return None
    return Request(line)


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _write(path: Path, line: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_text(line + "\n", encoding="utf-8")
    part.replace(path)
