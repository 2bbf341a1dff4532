"""Events of the live streams, encoded once for all streams that show the same sensors."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class View:
    """The sensors that a stream shows; streams with equal views share one encoding."""

    site_id: int | None
    """Only this site; None: every site that the caller may see."""
    sites: frozenset[int] | None
    """The sites that the caller may see; None: every site."""

    def shows(self, site_id: int) -> bool:
        """Return whether the view includes the sensors of a site."""
        return self.site_id in (None, site_id) and (self.sites is None or site_id in self.sites)


@dataclass(frozen=True, slots=True)
class Event:
    """A server-sent event."""

    name: str
    data: bytes
    mark: int | None = None
    """The event id: how far the stream has got, in ms since 1970 UTC. None leaves the client's last
    event id unchanged."""
    wire: bytes = field(init=False)
    """The event as it is sent."""

    def __post_init__(self) -> None:
        event_id = b"" if self.mark is None else b"id: %d\n" % self.mark
        wire = b"%sevent: %s\ndata: %s\n\n" % (event_id, self.name.encode(), self.data)
        object.__setattr__(self, "wire", wire)


class EventBatch:
    """The documents of changed sensors; all clients share one instance."""

    def __init__(self, sensors: Mapping[int, tuple[int, bytes]], mark: int) -> None:
        self.mark = mark
        self._sensors = dict(sensors)
        """Site id and encoded document, by sensor id."""
        self._events: dict[View, Event | None] = {}
        self._merged: tuple[EventBatch, EventBatch] | None = None
        """The last batch merged with this one, and the result."""

    def event(self, view: View) -> Event | None:
        """Return the event for streams with that view; None if it shows none of the sensors."""
        if view not in self._events:
            shown = [document for site, document in self._sensors.values() if view.shows(site)]
            data = b'{"sensors":[%s]}' % b",".join(shown)
            self._events[view] = Event("latest", data, self.mark) if shown else None
        return self._events[view]

    def merged_with(self, later: "EventBatch") -> "EventBatch":
        """Return both as one batch, with the newest document of each sensor.

        Clients that are equally far behind get the same instance.
        """
        if self._merged is None or self._merged[0] is not later:
            merged = EventBatch(self._sensors | later._sensors, max(self.mark, later.mark))
            self._merged = (later, merged)
        return self._merged[1]
