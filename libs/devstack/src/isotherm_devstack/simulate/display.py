"""The progress line: redrawn on a terminal; elsewhere a new line at most every 10 s."""

import sys
import time
from typing import TextIO

_PLAIN_EVERY = 10.0  # seconds


class Display:
    """Draws a line on standard error."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._shown = ""
        self._due = 0.0

    def show(self, line: str) -> None:
        """Show the line; if the output is not a terminal, only changes, at most every 10 s."""
        if self._terminal:
            self._write(f"\r\x1b[K{line}")
        elif line != self._shown and time.monotonic() >= self._due:
            self._due = time.monotonic() + _PLAIN_EVERY
            self._shown = line
            self._write(f"{line}\n")

    def end(self, line: str) -> None:
        """Show the final line and end it."""
        self._write(f"\r\x1b[K{line}\n" if self._terminal else f"{line}\n")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
