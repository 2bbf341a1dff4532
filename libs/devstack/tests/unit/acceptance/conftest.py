"""Waits of the check that take no time."""

import pytest

from isotherm_devstack.acceptance import steps


class Hurrying:
    """A clock that is half a minute later whenever somebody looks at it."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        """Return the time, s."""
        self._now += 30.0
        return self._now


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check looks again at once, and gives up at its third look in vain."""
    monkeypatch.setattr(steps, "time", Hurrying())
    monkeypatch.setattr(steps, "_PAUSE_S", 0.0)
