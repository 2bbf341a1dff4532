"""The heartbeat: tells every 2 seconds that this instance is there, and hears when it is to leave.

On a connection of its own, so that a batch that takes long does not look like a dead instance.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from isotherm.trouble import Trouble
from isotherm.watch import HEARTBEAT_S
from isotherm_ingest.link import AWAY, Link
from isotherm_ingest.times import moment

log = logging.getLogger(__name__)

_BEAT = """
INSERT INTO ingest_instance AS known
    (instance, started_at, seen_at, connected, subscribed, waiting, tick_at)
VALUES ($1, $2, now(), $3, $4, $5, $6)
ON CONFLICT (instance) DO UPDATE SET started_at = excluded.started_at, seen_at = now(),
    connected = excluded.connected, subscribed = excluded.subscribed,
    waiting = excluded.waiting, tick_at = excluded.tick_at,
    state = CASE WHEN $7 THEN 'gone' WHEN known.started_at = excluded.started_at
            THEN known.state ELSE 'running' END
RETURNING state
"""
"""An instance that starts anew is running, whatever was wished of the one before it."""
_TIMEOUT_S = 5.0
_LAST_S = 2.0


@dataclass(frozen=True, slots=True)
class Sign:
    """How an instance is at this moment."""

    connected: bool = False
    subscribed: bool = False
    waiting: int = 0
    """Messages the broker gave it that it has not acknowledged."""
    tick: int | None = None
    """What the last tick said that it read (µs)."""


class Heartbeat:
    """Beats until cancelled; `asked` is set when the instance is to leave."""

    def __init__(self, link: Link, instance: str, look: Callable[[], Sign]) -> None:
        self._link, self._instance, self._look = link, instance, look
        self._started = datetime.now(UTC)
        self._left = False
        self.asked = asyncio.Event()

    async def run(self) -> None:
        """Beats; a database that is away costs waiting, nothing else."""
        trouble = Trouble(log, "heartbeat is not written", "heartbeat is written again")
        while True:
            try:
                await self.beat()
                trouble.over()
            except AWAY as error:
                self._link.drop()
                trouble.came(error)
            await asyncio.sleep(HEARTBEAT_S)

    async def beat(self) -> None:
        """Says how it is; raises one of AWAY."""
        await self._say(self._look())

    async def left(self) -> None:
        """The instance has left the broker for good; said again with every beat until it ends."""
        self._left = True
        try:
            await self.beat()
        except AWAY:
            self._link.drop()

    async def finish(self) -> None:
        """The last beat of an orderly end: nobody counts on this instance from now on."""
        try:
            async with asyncio.timeout(_LAST_S):
                await self._say(Sign())
        except AWAY as error:
            log.info("the last heartbeat is not written", extra={"error": repr(error)})
        self._link.drop()

    async def _say(self, sign: Sign) -> None:
        connection = await self._link.get()
        state = await connection.fetchval(
            _BEAT,
            self._instance,
            self._started,
            sign.connected,
            sign.subscribed,
            sign.waiting,
            None if sign.tick is None else moment(sign.tick),
            self._left,
            timeout=_TIMEOUT_S,
        )
        if state == "draining":
            self.asked.set()
