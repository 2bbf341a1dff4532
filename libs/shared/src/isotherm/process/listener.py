"""A listener for PostgreSQL's NOTIFY that reconnects by itself after an outage."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import NoReturn

from isotherm.process.background import Job
from isotherm.process.connections import connect
from isotherm.process.outage import Outage
from isotherm.process.retry import Recovery, keep

log = logging.getLogger(__name__)

_CHECK_EVERY_S = 30.0


class Listener:
    """Listens for notifications on a connection of its own.

    `on_notification(channel, payload)` is called for each notification, and with an empty payload
    for every channel after each connect, because notifications sent meanwhile are lost. It needs a
    direct session: a pooler in transaction mode breaks it.
    """

    def __init__(
        self,
        dsn: str,
        channels: Sequence[str],
        on_notification: Callable[[str, str], None],
        *,
        application: str = "isotherm-listener",
        job: Job | None = None,
    ) -> None:
        self._dsn, self._channels, self._on_notification = dsn, tuple(channels), on_notification
        self._application = application
        self.connected = asyncio.Event()
        outage = Outage(log, "listening stopped, trying again", "listening again")
        self._recovery = Recovery(outage, job or Job("listener"))

    async def run(self) -> NoReturn:
        """Listen until cancelled."""
        await keep(self._session, self._recovery, rest_s=0.1)

    async def _session(self) -> None:
        """Listen on one connection; return when it has ended."""
        try:
            await self._listen()
        finally:
            self.connected.clear()

    async def _listen(self) -> None:
        connection = await connect(self._dsn, application=self._application)
        ended = asyncio.Event()
        connection.add_termination_listener(lambda _: ended.set())
        try:
            for channel in self._channels:
                await connection.add_listener(
                    channel, lambda _c, _p, name, payload: self._on_notification(name, str(payload))
                )
            self.connected.set()
            self._recovery.succeeded()
            for channel in self._channels:
                self._on_notification(channel, "")
            while not ended.is_set():
                try:
                    async with asyncio.timeout(_CHECK_EVERY_S):
                        await ended.wait()
                except TimeoutError:
                    await connection.execute("SELECT 1", timeout=5)
        finally:
            connection.terminate()
