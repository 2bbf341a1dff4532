"""One open stream's side of the hub: what waits to be sent, newest state of each sensor only."""

import asyncio
from dataclasses import dataclass, field

from isotherm_api.access import Access
from isotherm_api.hub.events import Event, EventBatch, View


@dataclass(slots=True, eq=False)
class Client:
    """Bounded by nature: one batch waits, in which a sensor is at most once."""

    access: Access
    site_id: int | None
    """Only this site's sensors, or those of all that the caller sees."""
    since: int | None = None
    """The mark it has seen before, of a client that comes back."""
    view: View = field(init=False)
    _waiting: EventBatch | None = None
    _grants_changed: bool = False
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.view = self._view()

    def offer(self, batch: EventBatch) -> None:
        """Takes what of a batch is for it."""
        if batch.event(self.view) is None:
            return
        self._waiting = batch if self._waiting is None else self._waiting.then(batch)
        self._wake.set()

    def regrant(self, access: Access) -> None:
        """Shows from now on what the new access sees, also of what already waits."""
        if access.roles == self.access.roles:
            return
        self.access = access
        self.view = self._view()
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
            events.append(Event("grants", b"{}"))
        waiting, self._waiting = self._waiting, None
        if waiting is not None and (event := waiting.event(self.view)) is not None:
            events.append(event)
        return events

    def _view(self) -> View:
        sites = self.access.sites()
        return View(self.site_id, None if sites is None else frozenset(sites))
