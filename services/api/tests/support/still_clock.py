"""A clock that stands still at noon of 2026-11-23 UTC, until a test sets it."""

from dataclasses import dataclass
from datetime import UTC, datetime

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class StillClock:
    """A clock whose `instant` a test sets."""

    instant: datetime = NOW

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant
