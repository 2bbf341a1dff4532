"""One open stream's side of the hub: what waits to be sent, newest state of each sensor only."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from isotherm_api.access import Access


@dataclass(frozen=True, slots=True)
class Event:
    """A server-sent event; `mark` is how far the stream is, in ms since 1970 UTC."""

    name: str
    data: bytes
    mark: int

    def encode(self) -> bytes:
        """The event on the wire."""
        return b"id: %d\nevent: %s\ndata: %s\n\n" % (self.mark, self.name.encode(), self.data)


@dataclass(slots=True, eq=False)
class Client:
    """Bounded by nature: a sensor waits at most once, with its newest document."""

    access: Access
    site_id: int | None
    """Only this site's sensors, or those of all that the caller sees."""
    since: int | None = None
    """The mark it has seen before, of a client that comes back."""
    _sensors: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    _grants_changed: bool = False
    _mark: int = 0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def wants(self, site_id: int) -> bool:
        """Whether a site's sensors are for this client."""
        return self.site_id in (None, site_id) and self.access.sees(site_id)

    def offer(self, sensors: Iterable[tuple[int, int, bytes]], mark: int) -> None:
        """Takes what of (sensor id, site id, document) is for it."""
        for sensor_id, site_id, document in sensors:
            if self.wants(site_id):
                self._sensors[sensor_id] = (site_id, document)
        self._mark = max(self._mark, mark)
        if self._sensors:
            self._wake.set()

    def regrant(self, access: Access) -> None:
        """Sees from now on what the new access shows; drops what it no longer does."""
        if access.roles == self.access.roles:
            return
        self.access = access
        self._sensors = {
            key: waiting for key, waiting in self._sensors.items() if self.wants(waiting[0])
        }
        self._grants_changed = True
        self._wake.set()

    def close(self) -> None:
        """Ends the stream."""
        self.closed.set()
        self._wake.set()

    async def wait(self) -> None:
        """Returns when there is something to send, or the stream is to end."""
        await self._wake.wait()

    def take(self) -> list[Event]:
        """What waits, as few events as can be."""
        self._wake.clear()
        events = []
        if self._grants_changed:
            self._grants_changed = False
            events.append(Event("grants", b"{}", self._mark))
        if self._sensors:
            joined = b",".join(document for _, document in self._sensors.values())
            self._sensors.clear()
            events.append(Event("latest", b'{"sensors":[%s]}' % joined, self._mark))
        return events
