"""Applies changed grants to the open streams."""

import asyncio

from isotherm_api.access import Grants
from isotherm_api.hub.streams import Streams
from isotherm_api.hub.waiting import wait_set


class GrantFollower:
    """Reads the grants of all clients after a change, and of new clients when they join."""

    def __init__(self, grants: Grants, streams: Streams, *, recheck_s: float) -> None:
        self._grants, self._streams, self._recheck_s = grants, streams, recheck_s
        self._wake = asyncio.Event()
        self._version, self._applied = 0, 0

    def changed(self) -> None:
        """Read the grants of every client at the next step."""
        self._grants.forget()
        self._version += 1
        self._wake.set()

    def joined(self) -> None:
        """Read the grants of new clients at the next step; they may have changed meanwhile."""
        self._wake.set()

    async def step(self) -> None:
        """Wait for a change, a new client or `recheck_s` seconds; read and apply the grants."""
        if not await wait_set(self._wake, self._recheck_s):
            self._version += 1
        self._wake.clear()
        version, streams = self._version, self._streams
        affected = streams.clients if version != self._applied else streams.joined
        clients, streams.joined = list(affected), set()
        try:
            accesses = await self._grants.of([client.access.caller for client in clients])
        except BaseException:
            streams.joined |= streams.clients.intersection(clients)
            self._wake.set()
            raise
        for client, access in zip(clients, accesses, strict=True):
            client.regrant(access)
        self._applied = version
