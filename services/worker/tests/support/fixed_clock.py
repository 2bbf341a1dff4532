"""A clock that stands still."""

from datetime import datetime


class FixedClock:
    """A clock that shows `at` until a test sets another instant."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at
