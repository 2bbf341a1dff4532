"""Turns: how many requests of one user are worked on at once; the others wait in line."""

import asyncio
from collections import Counter
from collections.abc import Callable


class Turns:
    """Lets a few requests of each user through at once, in the order in which they came.

    What waits here needs no connection and no place in any other queue, so a user with a thousand
    requests delays others by no more than those few.
    """

    def __init__(self, per_user: int) -> None:
        self._per_user = per_user
        self._users: dict[str, asyncio.Semaphore] = {}
        self._requests: Counter[str] = Counter()

    async def begin(self, user: str, wait_s: float) -> Callable[[], None]:
        """Return what ends the turn; raise TimeoutError if it does not come in `wait_s` seconds."""
        own = self._users.setdefault(user, asyncio.Semaphore(self._per_user))
        self._requests[user] += 1
        try:
            if own.locked():
                async with asyncio.timeout(wait_s):
                    await own.acquire()
            else:
                await own.acquire()
        except BaseException:
            self._forget(user)
            raise
        has_ended = False

        def end() -> None:
            nonlocal has_ended
            if not has_ended:
                has_ended = True
                own.release()
                self._forget(user)

        return end

    def _forget(self, user: str) -> None:
        self._requests[user] -= 1
        if not self._requests[user]:
            del self._requests[user], self._users[user]
