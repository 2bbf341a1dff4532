"""The broker's counters and log, and the ticks that worker publishes."""

import asyncio
import time
from contextlib import suppress
from typing import NoReturn

from fault_publisher import PUBACK_BYTES, connect, frame

from isotherm.names import TICK_TOPIC, WORKER_ACCOUNT
from isotherm_devstack.testing.broker import Broker

_DROPPED, _UPTIME = "$SYS/broker/publish/messages/dropped", "$SYS/broker/uptime"
_QUEUE_FULL = "messages are being dropped"
_TICK_S, _AGAIN_S = 1.0, 0.2


async def dropped(broker: Broker) -> int:
    """Return the number of messages dropped since the broker's start, by its latest counters."""
    async with broker.service(WORKER_ACCOUNT) as client:
        count = 0
        await client.subscribe([(_DROPPED, 1), (_UPTIME, 1)])
        async for message in client.messages:
            if str(message.topic) == _DROPPED:
                count = int(message.payload)
            elif not message.retain:
                break  # a new round of figures, of which this is the first
        await client.subscribe(_UPTIME)  # is answered after that round
        while len(client.messages):
            message = await anext(aiter(client.messages))
            if str(message.topic) == _DROPPED:
                count = int(message.payload)
        return count


def queue_was_full(broker: Broker) -> bool:
    """Return whether the broker's log, of all runs, reports a full queue."""
    return _QUEUE_FULL in (broker.part.home / "mosquitto.log").read_text()


async def tick_for_ever(broker: Broker) -> NoReturn:
    """Publish a tick each second, as worker does, while the broker is available."""
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            await _tick(broker)
        await asyncio.sleep(_AGAIN_S)


async def _tick(broker: Broker) -> None:
    """Publish ticks over one connection until it ends."""
    code, reader, writer = await connect(broker, WORKER_ACCOUNT, "isotherm:ticks", broker.port)
    try:
        assert code == 0, code
        while True:
            writer.write(frame(1, (TICK_TOPIC, str(int(time.time() * 1000)).encode())))
            await reader.readexactly(PUBACK_BYTES)
            await asyncio.sleep(_TICK_S)
    finally:
        writer.close()
