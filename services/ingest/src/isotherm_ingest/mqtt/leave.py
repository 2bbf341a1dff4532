"""Leave the broker for good: unsubscribe, drain what it holds for this session, end the session.

Once the shared subscription has ended, new messages go to the other instances. What the broker
already holds for this session is still delivered, stored and acknowledged. When nothing is left
the session ends.
"""

import asyncio
import logging

from isotherm_ingest.mqtt.source import MqttSource

log = logging.getLogger(__name__)

_CHECK_S = 0.05


async def leave(source: MqttSource) -> None:
    """Unsubscribe, wait until all that the broker holds is acknowledged, end the session."""
    log.info("leaving the broker: draining what it still holds for this instance")
    await source.unsubscribe()
    while True:
        if await _is_empty(source):
            break
        await asyncio.sleep(_CHECK_S)
    await source.end_session()
    log.info("left the broker: it holds nothing for this instance")


async def _is_empty(source: MqttSource) -> bool:
    """Return whether the broker holds nothing more: a request brought an answer but no message.

    The broker sends what the receive window allows before it answers a request that came after the
    acknowledgements. Messages that arrived meanwhile make room for more, so that the answer then
    proves nothing; nor does an answer over another connection.
    """
    if not source.connected or source.outstanding:
        return False
    before = source.epoch, source.delivered
    answered = await source.settle()
    return answered and (source.epoch, source.delivered) == before and not source.outstanding
