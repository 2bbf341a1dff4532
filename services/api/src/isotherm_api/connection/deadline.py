"""A deadline for what a connection waits for."""

import asyncio
from collections.abc import Callable, Hashable


class Deadline:
    """Calls `expire` unless what is awaited changes in time; waiting longer does not move it."""

    def __init__(self, expire: Callable[[], None]) -> None:
        self._expire = expire
        self._timer: asyncio.TimerHandle | None = None
        self._awaited: Hashable = None

    def set(self, awaited: Hashable, seconds: float) -> None:
        """Await something within a time, unless it is awaited already; None awaits nothing."""
        if awaited == self._awaited:
            return
        self.cancel()
        self._awaited = awaited
        if awaited is not None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._pass)

    def cancel(self) -> None:
        """Await nothing."""
        self._awaited = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _pass(self) -> None:
        self._awaited = self._timer = None
        self._expire()
