"""Trouble: says once that something is away, now and then that it still is, and that it is back."""

import logging
import time
from collections.abc import Callable

_STILL_AFTER_S = 300.0


class Trouble:
    """One thing that may be away, in the log: a line when it goes, not one for every try.

    `away` and `back` are the sentences; `level` is that of the first.
    """

    def __init__(
        self,
        log: logging.Logger,
        away: str,
        back: str,
        *,
        level: int = logging.WARNING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log, self._away, self._back, self._level = log, away, back, level
        self._clock = clock
        self._since: float | None = None
        self._said = 0.0
        self._tries = 0

    def came(self, why: object) -> None:
        """A try failed; `why` is for the log and may carry no secret."""
        now = self._clock()
        self._tries += 1
        if self._since is None:
            self._since = now
        elif now - self._said < _STILL_AFTER_S:
            return
        self._said = now
        told = {"why": " ".join(str(why).split()) or repr(why), "tries": self._tries}
        self._log.log(self._level, self._away, extra=told)

    def over(self) -> None:
        """A try succeeded; says so where one had failed."""
        if self._since is not None:
            after = round(self._clock() - self._since, 1)
            self._log.info(self._back, extra={"after_s": after, "tries": self._tries})
            self._since, self._tries = None, 0
