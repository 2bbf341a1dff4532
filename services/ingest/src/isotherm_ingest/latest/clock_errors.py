"""Errors of devices' clocks: a lead shows at once, a lag only if it stays the same.

A device that sends a buffer lags as well, but catches up.
"""

from dataclasses import dataclass, field

from isotherm.instants import MILLISECOND, MINUTE, SECOND, Micros
from isotherm_ingest.place.clocks import LEAST_ERROR

LAG_SHOWN_AFTER = 2 * MINUTE
"""How long a lag has to stay the same."""
_MESSAGES = 3
"""How many messages have to show a lag."""
_SPREAD = 10 * SECOND


@dataclass(slots=True)
class _Lag:
    """The lag of successive messages of a device, about the same for all."""

    since: Micros
    first: Micros
    least: Micros
    greatest: Micros
    messages: int = 1

    def joined(self, published: Micros, lag: Micros) -> bool:
        """Add a message if its lag is about that of the others; return whether it is."""
        least, greatest = min(self.least, lag), max(self.greatest, lag)
        drift, elapsed = abs(lag - self.first), published - self.since
        if greatest - least > max(_SPREAD, least // 10) or drift > max(_SPREAD, elapsed // 4):
            return False
        self.least, self.greatest = least, greatest
        self.messages += 1
        return True


@dataclass(slots=True)
class ClockErrors:
    """Judges the error of each device's clock by when its messages were published."""

    lag_shown_after: Micros = LAG_SHOWN_AFTER
    _lags: dict[str, _Lag] = field(default_factory=dict)

    def judge(self, device: str, published: Micros, lead: Micros) -> tuple[bool, int | None]:
        """Return whether a message shows the error of its device's clock, and the error.

        `lead` is how far the message's newest time is ahead of publishing, negative if it lies
        behind. The error is in ms, negative for a lag, None if the clock is right.
        """
        if lead > -LEAST_ERROR:
            self._lags.pop(device, None)
            return True, lead // MILLISECOND if lead >= LEAST_ERROR else None
        lag = self._lags.get(device)
        if lag is None or not lag.joined(published, -lead):
            self._lags[device] = _Lag(published, -lead, -lead, -lead)
            return False, None
        if lag.messages < _MESSAGES or published - lag.since < self.lag_shown_after:
            return False, None
        return True, -(lag.least // MILLISECOND)
