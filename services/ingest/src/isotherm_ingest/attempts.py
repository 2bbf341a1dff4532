"""Retry storing until it succeeds: a running ingest never gives up a batch."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg

from isotherm.process.background import Job
from isotherm.process.connections import AWAY, Link
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery
from isotherm_ingest import metrics
from isotherm_ingest.store.readings import VanishedError
from isotherm_ingest.store.store import UndecidedError

log = logging.getLogger(__name__)
T = TypeVar("T")

_TRANSIENT = (
    VanishedError,
    UndecidedError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
"""Errors that happen now and then: no outage, and the connection can still be used."""
_OUTAGE_AFTER = 3
"""That many in a row do not just happen: a COMMIT may hang that nobody ends."""

_WITHIN_S = 300.0
"""How long an attempt can legitimately last; health says if it lasts longer."""


class Attempts:
    """Retries one act at a time, until it succeeds or a stop has waited long enough."""

    def __init__(
        self,
        link: Link,
        stopping: asyncio.Event,
        stop_grace_s: float = 10.0,
        job: Job | None = None,
    ) -> None:
        """`stop_grace_s` is how long attempts continue after `stopping` is set."""
        self.stopping = stopping
        self._link, self._stop_grace_s, self._backoff = link, stop_grace_s, Backoff()
        outage = Outage(
            log,
            "cannot store readings, trying again",
            "readings are stored again",
            level=logging.ERROR,
        )
        self._recovery = Recovery(
            outage, job or Job("store"), backoff=self._backoff, expected=(*AWAY, *_TRANSIENT)
        )

    async def until_done(self, act: Callable[[], Awaitable[T]]) -> T | None:
        """Return the result of `act`, after hours if need be; None if a stop ended the attempts.

        Any exception only fails one attempt. If it ended the process, the broker would deliver the
        same messages again, and they would end the next process as well.
        """
        waited_s, transient = 0.0, 0
        while True:
            try:
                result = await self._attempt(act)
            except _TRANSIENT as error:
                transient += 1
                if transient < _OUTAGE_AFTER:
                    log.info("batch not stored, trying again", extra={"error": repr(error)})
                    wait_s = self._backoff.next_s()
                else:
                    wait_s = self._recovery.failed(error)
            except Exception as error:
                wait_s = self._recovery.failed(error)
            else:
                self._recovery.succeeded()
                return result
            metrics.STORE_FAILURES.inc()
            if self.stopping.is_set():
                waited_s += wait_s
                if waited_s > self._stop_grace_s:
                    log.warning("stopped with a batch not stored; the broker will send it again")
                    return None
            await asyncio.sleep(wait_s)

    async def _attempt(self, act: Callable[[], Awaitable[T]]) -> T:
        try:
            with self._recovery.within(_WITHIN_S):
                return await act()
        except _TRANSIENT:
            raise
        except Exception:
            self._link.drop()
            raise
