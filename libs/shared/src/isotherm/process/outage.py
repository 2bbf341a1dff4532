"""Outages in the log: a line when something fails, reminders, and a line when it works again."""

import logging
import time
from collections.abc import Callable

_REMIND_AFTER_S = 300.0


class Outage:
    """One thing that may be unavailable; the log does not get a line for every failed attempt.

    `message_began` and `message_ended` are the log messages; `level` is that of `message_began`.
    """

    def __init__(
        self,
        log: logging.Logger,
        message_began: str,
        message_ended: str,
        *,
        level: int = logging.WARNING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._level, self._clock = log, level, clock
        self._message_began, self._message_ended = message_began, message_ended
        self._since: float | None = None
        self._logged_at = 0.0
        self._defect: type[BaseException] | None = None
        self._tries = 0

    @property
    def ongoing(self) -> bool:
        """Whether the last attempt failed."""
        return self._since is not None

    @property
    def lasts_s(self) -> float:
        """How long attempts have failed, in seconds; 0 if the last one succeeded."""
        return 0.0 if self._since is None else self._clock() - self._since

    def began(self, why: object, *, traceback: BaseException | None = None) -> None:
        """Record a failed attempt; log the first, and one every five minutes.

        `why` goes to the log and must hold no secret. `traceback` is an unexpected error: its
        traceback is logged, and the first one of its type at once.
        """
        now = self._clock()
        self._tries += 1
        new_defect = traceback is not None and type(traceback) is not self._defect
        if self._since is None:
            self._since = now
        elif now - self._logged_at < _REMIND_AFTER_S and not new_defect:
            return
        if traceback is not None:
            self._defect = type(traceback)
        self._logged_at = now
        fields = {"why": " ".join(str(why).split()) or repr(why), "tries": self._tries}
        self._log.log(self._level, self._message_began, extra=fields, exc_info=traceback)

    def ended(self) -> None:
        """Record a successful attempt; log it if the one before had failed."""
        if self._since is not None:
            after_s = round(self._clock() - self._since, 1)
            self._log.info(self._message_ended, extra={"after_s": after_s, "tries": self._tries})
        self.forget()

    def forget(self) -> None:
        """End the outage without a line: how it went on is not known."""
        self._since, self._defect, self._tries = None, None, 0
