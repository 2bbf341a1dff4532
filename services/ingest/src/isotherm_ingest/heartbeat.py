"""The heartbeat: writes the state of this instance every 2 seconds, and reads whether to leave.

It has a connection of its own, so that a slow batch does not look like a dead instance.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from isotherm import __version__
from isotherm.instants import to_datetime
from isotherm.process.background import Job
from isotherm.process.connections import AWAY, Link
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery, keep
from isotherm.watch import HEARTBEAT_S
from isotherm_ingest.links import dropped_on_error

log = logging.getLogger(__name__)

_BEAT = """
INSERT INTO ingest_instance AS existing
    (instance, started_at, seen_at, connected, subscribed, waiting, tick_at, version)
VALUES ($1, $2, now(), $3, $4, $5, $6, $8)
ON CONFLICT (instance) DO UPDATE SET started_at = excluded.started_at, seen_at = now(),
    connected = excluded.connected, subscribed = excluded.subscribed,
    waiting = excluded.waiting, tick_at = excluded.tick_at, version = excluded.version,
    state = CASE WHEN $7 THEN 'gone' WHEN existing.started_at = excluded.started_at
            THEN existing.state ELSE 'running' END
RETURNING state
"""
"""A restarted instance is running, even if it was asked to leave before the restart."""
_TIMEOUT_S = 5.0
_LAST_S = 2.0
_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Sign:
    """The state of an instance at this moment."""

    connected: bool = False
    subscribed: bool = False
    waiting: int = 0
    """Messages that the broker delivered and that are not acknowledged yet."""
    tick: int | None = None
    """The time in the last tick it read (µs)."""


class Heartbeat:
    """Writes heartbeats until cancelled; sets `asked` when the instance is asked to leave."""

    def __init__(
        self, link: Link, instance: str, look: Callable[[], Sign], job: Job | None = None
    ) -> None:
        self._link, self._instance, self._look = link, instance, look
        outage = Outage(log, "cannot write the heartbeat, trying again", "heartbeat written again")
        backoff = Backoff(longest_s=HEARTBEAT_S)
        self._recovery = Recovery(outage, job or Job("heartbeat"), backoff=backoff)
        self._started = datetime.now(UTC)
        self._left = False
        self.asked = asyncio.Event()

    async def run(self) -> None:
        """Write heartbeats; after a failure try again."""
        await keep(self.beat, self._recovery, rest_s=HEARTBEAT_S, within_s=_WITHIN_S)

    async def beat(self) -> None:
        """Write the current state; raise one of AWAY if the database is unavailable."""
        with dropped_on_error(self._link):
            await self._write(self._look())

    async def left(self) -> None:
        """Write now, and with every later heartbeat, that the instance has left the broker."""
        self._left = True
        try:
            await self.beat()
        except AWAY as error:
            log.info(
                "cannot record leaving, trying with the next heartbeat",
                extra={"error": repr(error)},
            )

    async def finish(self) -> None:
        """Write the last heartbeat of an orderly end: the instance takes no more messages."""
        try:
            async with asyncio.timeout(_LAST_S):
                await self._write(Sign())
        except Exception as error:  # a stop continues, whatever the database answers
            log.info("cannot write the last heartbeat", extra={"error": repr(error)})
        self._link.drop()

    async def _write(self, sign: Sign) -> None:
        connection = await self._link.get()
        state = await connection.fetchval(
            _BEAT,
            self._instance,
            self._started,
            sign.connected,
            sign.subscribed,
            sign.waiting,
            None if sign.tick is None else to_datetime(sign.tick),
            self._left,
            __version__,
            timeout=_TIMEOUT_S,
        )
        if state == "draining":
            self.asked.set()
