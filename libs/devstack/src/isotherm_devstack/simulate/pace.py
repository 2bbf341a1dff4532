"""Waiting: for the next turn under a rate limit, for the next try, or until stopped."""

import asyncio

from isotherm.process.retry import Backoff

_FIRST_TRY_S, _LONGEST_TRY_S = 0.25, 10.0


class Stop:
    """A request to stop, which ends every wait."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        """Request the stop; repeated calls have no effect."""
        self._event.set()

    async def wait(self) -> None:
        """Wait until the stop is requested."""
        await self._event.wait()

    async def within(self, seconds: float) -> bool:
        """Wait for `seconds` or until the stop; return whether the stop was requested."""
        if seconds > 0:
            try:
                async with asyncio.timeout(seconds):
                    await self._event.wait()
            except TimeoutError:
                pass
        else:
            await asyncio.sleep(0)
        return self._event.is_set()


def following(due: int, step: int, now: int) -> tuple[int, bool]:
    """Return when the reading after `due` is due, and whether readings before it were missed.

    All times are in ms. A reading that is late by at most a step is not missed.
    """
    due += step
    late = now - due
    return (due, False) if late <= step else (due + late // step * step, True)


class Pacer:
    """A limit of messages a second over all devices; None is no limit."""

    def __init__(self, rate: float | None, stop: Stop) -> None:
        self._gap = 1.0 / rate if rate else 0.0
        self._next = 0.0
        self._stop = stop

    async def turn(self) -> bool:
        """Wait for a turn; return False if the stop was requested first."""
        if not self._gap:
            return not self._stop
        now = asyncio.get_running_loop().time()
        turn = max(now, self._next)
        self._next = turn + self._gap
        return not await self._stop.within(turn - now)


def new_backoff() -> Backoff:
    """Return the waits between the tries of a device: 0.25 s at first, 10 s at most."""
    return Backoff(_FIRST_TRY_S, _LONGEST_TRY_S)
