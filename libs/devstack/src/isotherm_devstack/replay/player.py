"""The replaying device: it sends its rows in order, in arrays, and repeats lost ones."""

from collections.abc import Callable, Sequence
from datetime import timezone

import aiomqtt

from isotherm.names import STATUS_CHANNEL, topic
from isotherm_devstack.replay.record import Progress
from isotherm_devstack.replay.series import Measured, payload
from isotherm_devstack.simulate.link import Link, Receipt
from isotherm_devstack.simulate.pace import Pacer, Stop, new_backoff


class Replayer:
    """A device that sends `rows` from `progress` on, and calls `on_progress` after each array.

    `link` returns a new connection to the broker.
    """

    def __init__(
        self,
        device: str,
        channel: str,
        rows: Sequence[Measured],
        progress: Progress,
        link: Callable[[], Link],
        on_progress: Callable[[], None],
    ) -> None:
        self._topic = topic(device, channel)
        self._status = topic(device, STATUS_CHANNEL)
        self._rows = rows
        self._progress = progress
        self._link = link
        self._on_progress = on_progress

    async def run(self, offset: timezone, array: int, pacer: Pacer, stop: Stop) -> None:
        """Send until the end or the stop, and reconnect after losses; raise RefusedError."""
        backoff = new_backoff()
        while not stop and self._progress.sent < len(self._rows):
            try:
                async with self._link() as link:
                    await link.deliver(self._status, "online", retain=True)
                    while await pacer.turn() and self._progress.sent < len(self._rows):
                        if await self._send(link, offset, array):
                            backoff.reset()
                        else:
                            await stop.within(backoff.next_s())
                    await link.deliver(self._status, "offline", retain=True)
            except aiomqtt.MqttError:
                await stop.within(backoff.next_s())

    async def _send(self, link: Link, offset: timezone, array: int) -> bool:
        """Send the next rows; return False if nobody was subscribed."""
        start = self._progress.sent
        rows = self._rows[start : start + array]
        if await link.deliver(self._topic, payload(rows, offset)) is not Receipt.TAKEN:
            return False
        self._progress.sent += len(rows)
        self._progress.messages += 1
        self._on_progress()
        return True
