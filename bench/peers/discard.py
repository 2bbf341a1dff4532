"""Ingest's own source alone: receive in bulk, acknowledge, and discard."""

import asyncio
import time
from itertools import chain

from bench.peers import wish
from isotherm_ingest.mqtt.account import Account
from isotherm_ingest.mqtt.source import MqttSource
from isotherm_ingest.settings import IngestSettings

_GATHER_S = 0.002
"""Pause between acknowledgements: measured faster than no pause and than 10 ms."""


def _now() -> int:
    return time.time_ns() // 1000


async def main() -> None:
    """Subscribe as ingest does; print `stored` when all messages are acknowledged."""
    fields = IngestSettings.model_fields
    source = MqttSource(
        Account(wish.HOST, wish.PORT, wish.USERNAME, wish.PASSWORD, "discard"),
        receive_maximum=fields["receive_maximum"].default,
        held_bytes=fields["held_bytes"].default,
        now=_now,
    )
    taken = 0
    async with asyncio.TaskGroup() as group:
        group.create_task(source.run(), name="source")
        while not source.connected:
            await source.wait(0.1)
            source.opened()
        wish.say("subscribed")
        while True:
            await source.wait(1.0)
            await asyncio.sleep(_GATHER_S)
            arrivals = source.take(sum(map(len, source.waiting())))
            source.acknowledge(
                list(chain(*(c.packet_ids for c in arrivals.chunks))), arrivals.epoch
            )
            before, taken = taken, taken + sum(arrivals.received.values())
            if before < wish.MESSAGES <= taken:
                wish.say("stored")


asyncio.run(main())
