"""The tick: each second the broker is told what time it is.

It waits in ingest's queue beside the messages, so that the age of the last tick before a message
is how long that message waited. One worker ticks; where the database is away nobody can be chosen,
so that every worker does, which harms nothing.
"""

import asyncio
import logging
import random
import time
import uuid

import aiomqtt
import asyncpg

from isotherm.clock import Clock, to_ms
from isotherm.database import GONE
from isotherm.names import TICK_TOPIC
from isotherm.trouble import Trouble
from isotherm_worker import metrics
from isotherm_worker.jobs import Job, run_once
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch import mqtt

log = logging.getLogger(__name__)

EVERY_S = 1.0


class Ticker:
    """Ticks until cancelled; `connected` says whether the broker hears it."""

    def __init__(self, settings: WorkerSettings, pool: asyncpg.Pool, clock: Clock) -> None:
        self._settings, self._pool, self._clock = settings, pool, clock
        self.connected = False
        self._trouble = Trouble(log, "the broker is away, trying again", "the broker is back")

    async def run(self) -> None:
        """Connects, ticks, and comes back with a growing wait after the broker was away."""
        wait = 0.2
        while True:
            try:
                name = f"isotherm:worker:{self._settings.instance}:{uuid.uuid4().hex[:8]}"
                async with mqtt.client(self._settings, name) as client:
                    self.connected, wait = True, 0.2
                    self._trouble.over()
                    log.info("ticking")
                    await self._tick(client)
            except aiomqtt.MqttError as error:
                self._trouble.came(error)
            finally:
                self.connected = False
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311  jitter, no secret
            wait = min(wait * 2, 5.0)

    async def _tick(self, client: aiomqtt.Client) -> None:
        async def publish(_: object) -> int:
            now = to_ms(self._clock.now())
            await client.publish(TICK_TOPIC, str(now), qos=1)
            metrics.TICKS.inc()
            return 1

        chosen = Job("tick", EVERY_S, publish)
        while True:
            begun = time.monotonic()
            try:
                async with asyncio.timeout(EVERY_S):
                    await run_once(self._pool, chosen)
            except (*GONE, asyncpg.PostgresError):
                metrics.TICK_FAILURES.inc()
                await publish(None)
            await asyncio.sleep(max(0.0, EVERY_S - (time.monotonic() - begun)))
