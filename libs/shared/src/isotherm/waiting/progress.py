"""The lines of a command that waits: what it waits for, when that changes, and that it goes on."""

import time
from collections.abc import Callable
from typing import TextIO

_REMIND_AFTER_S = 30.0


class WaitTimeoutError(Exception):
    """What was waited for did not come in time; the message says what was wrong at the end."""


class Progress:
    """One wait: prints each new reason once, and repeats the last one every 30 seconds.

    `timeout_s` of 0 waits for ever.
    """

    def __init__(
        self,
        what: str,
        output: TextIO,
        *,
        timeout_s: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what, self._output, self._clock = what, output, clock
        self._began = clock()
        self._deadline = self._began + timeout_s if timeout_s > 0 else None
        self._reason = ""
        self._printed_at = 0.0

    def waiting(self, reason: str) -> None:
        """Report a failed try; raise WaitTimeoutError if there is no time for another."""
        now = self._clock()
        if self._deadline is not None and now >= self._deadline:
            raise WaitTimeoutError(
                f"gave up waiting for {self._what} after {now - self._began:.0f} s: {reason}"
            )
        if reason != self._reason or now - self._printed_at >= _REMIND_AFTER_S:
            self._reason, self._printed_at = reason, now
            since = f" ({now - self._began:.0f} s)" if now - self._began >= 1 else ""
            self._say(f"waiting for {self._what}: {reason}{since}")

    def done(self, result: str) -> None:
        """Report success."""
        self._say(result)

    def _say(self, line: str) -> None:
        self._output.write(line + "\n")
        self._output.flush()
