"""Leaving the broker so that nothing is left behind in it.

First the shared subscription ends: what devices send from then on goes to the other instances.
What the broker already keeps for this session goes on coming as the window frees. It is stored and
acknowledged as ever, and when nothing more comes the session ends.
"""

import asyncio
import logging
from typing import Protocol

log = logging.getLogger(__name__)

_LOOK_S = 0.05


class Leavable(Protocol):
    """A source that can end its session."""

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        ...

    @property
    def epoch(self) -> int:
        """Another number once a connection has ended, and for each that is made."""
        ...

    @property
    def outstanding(self) -> int:
        """Messages delivered by this connection and not acknowledged yet."""
        ...

    @property
    def delivered(self) -> int:
        """Messages delivered ever."""
        ...

    async def unsubscribe(self) -> None:
        """Ends the subscription to readings, also for connections to come."""
        ...

    async def settle(self) -> bool:
        """Asks the broker something; whether it answered, after all it had read before."""
        ...

    async def end_session(self) -> None:
        """Ends connection and session; the broker keeps nothing more, no connection is made."""
        ...


async def leave(source: Leavable) -> None:
    """Unsubscribes, waits until all that the broker kept is acknowledged, ends the session."""
    log.info("leaving: taking no more than the broker keeps for this instance")
    await source.unsubscribe()
    while True:
        if await _is_empty(source):
            break
        await asyncio.sleep(_LOOK_S)
    await source.end_session()
    log.info("left: the broker keeps nothing for this instance")


async def _is_empty(source: Leavable) -> bool:
    """Whether the broker keeps nothing: all is acknowledged, and a question brought no more.

    The broker sends what the window allows before it answers a question that came after the
    acknowledgements. What came and was acknowledged meanwhile makes room for more, so that does
    not count; nor does an answer by another connection.
    """
    if not source.connected or source.outstanding:
        return False
    known = source.epoch, source.delivered
    answered = await source.settle()
    return answered and (source.epoch, source.delivered) == known and not source.outstanding
