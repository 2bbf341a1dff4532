"""Publish ticks: each second the broker is told what time it is.

Ticks wait in ingest's queue beside the messages, so the age of the last tick before a message is
how long that message waited. One worker ticks. While the database is away none can be chosen, so
every worker ticks, which does no harm.
"""

import asyncio
import logging
import time
import uuid
from typing import NoReturn

import aiomqtt
import asyncpg

from isotherm.instants import Clock, to_ms
from isotherm.names import TICK_TOPIC
from isotherm.process.background import Background
from isotherm.process.connections import AWAY
from isotherm.process.outage import Outage
from isotherm.process.retry import Backoff, Recovery, keep, raise_if_cancelled
from isotherm_worker import metrics
from isotherm_worker.jobs import Job, run_once
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch import mqtt

log = logging.getLogger(__name__)

EVERY_S = 1.0


class Ticker:
    """Ticks until cancelled; `connected` tells whether it has a connection to the broker."""

    def __init__(
        self,
        settings: WorkerSettings,
        pool: asyncpg.Pool,
        clock: Clock,
        background: Background | None = None,
    ) -> None:
        self._settings, self._pool, self._clock = settings, pool, clock
        self.connected = False
        self._recovery = Recovery(
            Outage(log, "cannot tick, reconnecting to the broker", "ticking again"),
            (background or Background()).job("ticker"),
            backoff=Backoff(0.2),
            expected=(aiomqtt.MqttError, *AWAY),
        )

    async def run(self) -> NoReturn:
        """Connect and tick; reconnect after any error, with growing waits."""
        await keep(self._connect_and_tick, self._recovery)

    async def _connect_and_tick(self) -> None:
        identifier = f"isotherm:worker:{self._settings.instance}:{uuid.uuid4().hex[:8]}"
        try:
            async with mqtt.client(self._settings, identifier) as client:
                self.connected = True
                log.info("ticking")
                await self._tick(client)
        finally:
            self.connected = False

    async def _tick(self, client: aiomqtt.Client) -> NoReturn:
        async def publish(_: object) -> int:
            now = to_ms(self._clock.now())
            await client.publish(TICK_TOPIC, str(now), qos=1)
            metrics.TICKS.inc()
            return 1

        tick = Job("tick", EVERY_S, publish, traced=False)
        while True:
            begun = time.monotonic()
            try:
                async with asyncio.timeout(EVERY_S):
                    await run_once(self._pool, tick)
            except AWAY:
                metrics.TICK_FAILURES.inc()
                await publish(None)
            raise_if_cancelled()
            self._recovery.succeeded()
            await asyncio.sleep(max(0.0, EVERY_S - (time.monotonic() - begun)))
