"""The lines of a command that waits: what it waits for, when that changes, and that it goes on."""

import sys
import time
from collections.abc import Callable

_REMIND_AFTER_S = 30.0


def say(line: str) -> None:
    """Write a line to stdout at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class WaitTimeoutError(Exception):
    """What was waited for did not come in time; the message says what was wrong at the end."""


class Progress:
    """One wait: says each new reason once, and repeats the last one every 30 seconds.

    Without `timeout_s` it waits for ever.
    """

    def __init__(
        self,
        what: str,
        say: Callable[[str], None],
        *,
        timeout_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what, self._say, self._clock = what, say, clock
        self._began = clock()
        self._deadline = None if timeout_s is None else self._began + timeout_s
        self._reason = ""
        self._printed_at = 0.0

    def waiting(self, reason: str) -> None:
        """Report a failed try; raise WaitTimeoutError if there is no time for another.

        The first one is said in any case, however long it took.
        """
        now = self._clock()
        is_over = self._deadline is not None and now >= self._deadline
        is_due = reason != self._reason or now - self._printed_at >= _REMIND_AFTER_S
        if not self._reason or (is_due and not is_over):
            self._reason, self._printed_at = reason, now
            since = f" ({now - self._began:.0f} s)" if now - self._began >= 1 else ""
            self._say(f"waiting for {self._what}: {reason}{since}")
        if is_over:
            raise WaitTimeoutError(
                f"gave up waiting for {self._what} after {now - self._began:.0f} s: {reason}"
            )
