"""Leave the broker for good: unsubscribe, drain what it holds for this session, end the session.

Once the shared subscription has ended, new messages go to the other instances. What the broker
already holds for this session is still delivered, stored and acknowledged. When nothing is left
the session ends.
"""

import asyncio
import logging
from typing import Protocol

log = logging.getLogger(__name__)

_CHECK_S = 0.05


class Leavable(Protocol):
    """What leaving needs of a source."""

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        ...

    @property
    def epoch(self) -> int:
        """Changes when a connection ends, and when another is made."""
        ...

    @property
    def outstanding(self) -> int:
        """Messages that this connection delivered and that are not acknowledged yet."""
        ...

    @property
    def delivered(self) -> int:
        """Messages delivered since the start."""
        ...

    async def unsubscribe(self) -> None:
        """End the subscription to readings, also for later connections."""
        ...

    async def settle(self) -> bool:
        """Return whether the broker answered a request, after all that it had read before."""
        ...

    async def end_session(self) -> None:
        """End connection and session for good; the broker holds nothing more for it."""
        ...


async def leave(source: Leavable) -> None:
    """Unsubscribe, wait until all that the broker holds is acknowledged, end the session."""
    log.info("leaving: taking only what the broker still holds for this instance")
    await source.unsubscribe()
    while True:
        if await _is_empty(source):
            break
        await asyncio.sleep(_CHECK_S)
    await source.end_session()
    log.info("left: the broker holds nothing for this instance")


async def _is_empty(source: Leavable) -> bool:
    """Return whether the broker holds nothing more: a request brought an answer but no message.

    The broker sends what the receive window allows before it answers a request that came after the
    acknowledgements. Messages that came meanwhile free room for more, so that the answer proves
    nothing then; nor does one by another connection.
    """
    if not source.connected or source.outstanding:
        return False
    before = source.epoch, source.delivered
    answered = await source.settle()
    return answered and (source.epoch, source.delivered) == before and not source.outstanding
