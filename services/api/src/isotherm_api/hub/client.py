"""One open stream's side of the hub: pending events, with only the newest state of each sensor."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from isotherm_api.access import Access
from isotherm_api.hub.events import Event, EventBatch, Only, View


@dataclass(frozen=True, slots=True)
class ShownSensor:
    """A sensor as clients know it, with what decides who sees it."""

    id: int
    site_id: int
    reference: str


@dataclass(slots=True, eq=False)
class Client:
    """The pending events are bounded: one batch, with each sensor at most once."""

    access: Access
    only: Only | None
    """None shows every sensor that the caller may see."""
    since: int | None = None
    """The mark of the last event that a reconnecting client has received."""
    view: View = field(init=False)
    _pending: EventBatch | None = None
    _grants_changed: bool = False
    _places_changed: bool = False
    _recalculated: dict[str, None] = field(default_factory=dict)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    closed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.view = self._view()

    def offer(self, batch: EventBatch) -> None:
        """Add the part of a batch that this stream shows to the pending events."""
        if batch.event(self.view) is None:
            return
        self._pending = batch if self._pending is None else self._pending.merged_with(batch)
        self._wake.set()

    def regrant(self, access: Access) -> None:
        """Show only what the new access allows from now on, also of the pending events."""
        if access.roles == self.access.roles:
            return
        self.access = access
        self.view = self._view()
        self._grants_changed = True
        self._wake.set()

    def tell_of_places(self, site_ids: Iterable[int | None]) -> None:
        """Ask the client to read its lists again, if this stream shows one of these sites.

        `latest` cannot say that a sensor is shown no more. None is for sites that have been
        deleted: every stream may have shown them.
        """
        if any(site_id is None or self.view.lists(site_id) for site_id in site_ids):
            self._places_changed = True
            self._wake.set()

    def tell_of_recalculated(self, sensors: Iterable[ShownSensor]) -> None:
        """Tell the client of those of the sensors that this stream shows."""
        shown = [
            sensor.reference for sensor in sensors if self.view.shows(sensor.id, sensor.site_id)
        ]
        if shown:
            self._recalculated.update(dict.fromkeys(shown))
            self._wake.set()

    def close(self) -> None:
        """End the stream."""
        self.closed.set()
        self._wake.set()

    async def wait(self) -> None:
        """Return when events are pending or the stream has to end."""
        await self._wake.wait()

    def take(self) -> list[Event]:
        """Remove the pending events and return them, each kind once.

        They are `grants`, `places`, `latest` and `recalculated`.
        """
        self._wake.clear()
        events = []
        if self._grants_changed:
            self._grants_changed = False
            events.append(Event("grants", b"{}"))
        if self._places_changed:
            self._places_changed = False
            events.append(Event("places", b"{}"))
        pending, self._pending = self._pending, None
        if pending is not None and (event := pending.event(self.view)) is not None:
            events.append(event)
        if self._recalculated:
            sensors, self._recalculated = list(self._recalculated), {}
            events.append(Event("recalculated", msgspec.json.encode({"sensors": sensors})))
        return events

    def _view(self) -> View:
        sites = self.access.sites()
        return View(self.only, None if sites is None else frozenset(sites))
