"""Waiting: for the next turn under a cap on messages, for another try, and always for the stop."""

import asyncio
import random


class Stop:
    """The wish to end, which every wait watches."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        """Wish it; may be called again."""
        self._event.set()

    async def wait(self) -> None:
        """Wait until it is wished."""
        await self._event.wait()

    async def within(self, seconds: float) -> bool:
        """Wait so long, or until the stop; whether it came."""
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
    """The instant after `due` at which a reading is due, and whether some before it were missed.

    All in ms. One that is late by no more than a step is not missed, only late.
    """
    due += step
    late = now - due
    return (due, False) if late <= step else (due + late // step * step, True)


class Pacer:
    """A cap on messages a second over all devices; None is no cap."""

    def __init__(self, rate: float | None, stop: Stop) -> None:
        self._gap = 1.0 / rate if rate else 0.0
        self._next = 0.0
        self._stop = stop

    async def turn(self) -> bool:
        """Wait for a turn; False when the stop came first."""
        if not self._gap:
            return not self._stop
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + self._gap
        return not await self._stop.within(mine - now)


class Backoff:
    """Growing waits between tries, with jitter so that a fleet does not come back as one."""

    def __init__(self, first: float = 0.25, longest: float = 10.0) -> None:
        self._first = first
        self._longest = longest
        self._wait = first

    def reset(self) -> None:
        """Begin anew after a success."""
        self._wait = self._first

    def next(self) -> float:
        """Seconds until the next try: between half and the whole of the present wait."""
        wait, self._wait = self._wait, min(self._longest, self._wait * 2)
        return wait * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
