"""The progress line: redrawn on a terminal, a plain line now and then elsewhere."""

import sys
import time
from typing import TextIO

_PLAIN_EVERY = 10.0  # seconds


class Display:
    """Draws one line on standard error."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._shown = ""
        self._due = 0.0

    def show(self, line: str) -> None:
        """Show how things stand; off a terminal only changes, and not too often."""
        if self._terminal:
            self._write(f"\r\x1b[K{line}")
        elif line != self._shown and time.monotonic() >= self._due:
            self._due = time.monotonic() + _PLAIN_EVERY
            self._shown = line
            self._write(f"{line}\n")

    def end(self, line: str) -> None:
        """Show the last state and leave the line."""
        self._write(f"\r\x1b[K{line}\n" if self._terminal else f"{line}\n")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
