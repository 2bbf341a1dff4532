"""Slots limit how many exports run at once, and share them fairly between people.

A person's second export runs only while half of the slots are free. If none is free, whoever has
none is told when one will be: when the assured time of an export is over, which may then be ended.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from isotherm_api.bounds import ExportBounds
from isotherm_api.problem import TooMany, Unavailable

_AGAIN_S = 30
"""When to ask again who has exports running; they know best when these end."""
_KEPT_S = 60
"""How long a promised slot is kept for whoever it was promised to."""


class Slot:
    """A running export's slot."""

    def __init__(self, subject: str, since: float) -> None:
        self.subject, self.since, self.ended = subject, since, False
        self.failed = True
        """Whether the export broke off, as it seems until it has ended by itself."""
        self._limit: asyncio.Timeout | None = None

    @asynccontextmanager
    async def running(self, longest_s: float) -> AsyncIterator[None]:
        """Raise TimeoutError in the block when the slot is ended, at the latest after a time."""
        async with asyncio.timeout(0 if self.ended else longest_s) as self._limit:
            try:
                yield
            finally:
                self._limit = None

    def end(self) -> None:
        """End the export, because someone who has none is waiting."""
        self.ended = True
        if self._limit is not None:
            self._limit.reschedule(0)


@dataclass(frozen=True, slots=True)
class _Promise:
    """When someone was refused, and when a slot is certain."""

    asked: float
    due: float


class Slots:
    """The export slots of this process; `now` is a clock in seconds."""

    def __init__(self, bounds: ExportBounds, now: Callable[[], float] = time.monotonic) -> None:
        self.bounds, self._now = bounds, now
        self._pages = asyncio.Semaphore(bounds.pages)
        self._held: list[Slot] = []
        self._promises: dict[str, _Promise] = {}

    @contextmanager
    def hold(self, subject: str) -> Iterator[Slot]:
        """Hold a slot while the block runs, or until it is ended for someone who has none.

        Without waiting, raise TooMany if others may need the slots more than this user, Unavailable
        if no slot is free.
        """
        slot = self._take(subject)
        try:
            yield slot
        finally:
            if slot in self._held:
                self._held.remove(slot)

    async def next_page(self, pages: AsyncIterator[bytes]) -> bytes | None:
        """Return an export's next page, or None after the last; a few are read at once."""
        async with self._pages:
            return await anext(pages, None)

    def _take(self, subject: str) -> Slot:
        now, own = self._now(), self._count(subject)
        if own >= self.bounds.per_user:
            raise TooMany(
                f"You can run at most {self.bounds.per_user} exports at once.",
                retry_after_s=_AGAIN_S,
            )
        if own and len(self._held) >= self.bounds.total // 2:
            raise TooMany(
                "Many exports are running, so you can run only one at once.",
                retry_after_s=_AGAIN_S,
            )
        if len(self._held) >= self.bounds.total:
            self._end_one(subject, now)
        self._promises.pop(subject, None)
        slot = Slot(subject, now)
        self._held.append(slot)
        return slot

    def _end_one(self, subject: str, now: float) -> None:
        """End an export whose assured time is over; raise Unavailable if there is none."""
        self._promises = {
            who: promise for who, promise in self._promises.items() if now <= promise.due + _KEPT_S
        }
        promise = self._promises.get(subject)
        for slot in sorted(self._held, key=self._due):
            came_later = promise and slot.since > promise.asked and now >= promise.due
            if self._due(slot) <= now or came_later:
                self._held.remove(slot)
                slot.end()
                return
        if promise is None:
            dues = sorted(self._due(slot) for slot in self._held)
            due = dues[min(len(self._promises), len(dues) - 1)]
            promise = self._promises[subject] = _Promise(now, due)
        raise Unavailable(
            "Too many exports are running. Yours can begin when one of them ends.",
            retry_after_s=max(1, math.ceil(promise.due - now)),
        )

    def _due(self, slot: Slot) -> float:
        """Return when the assured time of an export is over."""
        many = self._count(slot.subject) > 1
        return slot.since + (self.bounds.extra_assured_s if many else self.bounds.assured_s)

    def _count(self, subject: str) -> int:
        return sum(slot.subject == subject for slot in self._held)
