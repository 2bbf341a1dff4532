"""What changed at once, encoded once for all streams that show the same of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class View:
    """What a stream shows; streams with equal views share one encoding."""

    site_id: int | None
    """Only this site's sensors, or those of all that its caller sees."""
    sites: frozenset[int] | None
    """The sites its caller sees; none where that is every site."""

    def shows(self, site_id: int) -> bool:
        """Whether a site's sensors are in it."""
        return self.site_id in (None, site_id) and (self.sites is None or site_id in self.sites)


@dataclass(frozen=True, slots=True)
class Event:
    """A server-sent event; `mark` is how far the stream is then, in ms since 1970 UTC."""

    name: str
    data: bytes
    mark: int | None = None
    """None leaves the client's last mark as it is."""
    wire: bytes = field(init=False)
    """The event as it is sent."""

    def __post_init__(self) -> None:
        marked = b"" if self.mark is None else b"id: %d\n" % self.mark
        wire = b"%sevent: %s\ndata: %s\n\n" % (marked, self.name.encode(), self.data)
        object.__setattr__(self, "wire", wire)


class EventBatch:
    """Documents of changed sensors; every client that waits for them holds the same one."""

    def __init__(self, sensors: Mapping[int, tuple[int, bytes]], mark: int) -> None:
        self.mark = mark
        self._sensors = dict(sensors)
        """Site and document, by sensor."""
        self._events: dict[View, Event | None] = {}
        self._then: tuple[EventBatch, EventBatch] | None = None

    def event(self, view: View) -> Event | None:
        """The event for streams of that view; none where nothing is for them."""
        if view not in self._events:
            shown = [document for site, document in self._sensors.values() if view.shows(site)]
            data = b'{"sensors":[%s]}' % b",".join(shown)
            self._events[view] = Event("latest", data, self.mark) if shown else None
        return self._events[view]

    def then(self, later: "EventBatch") -> "EventBatch":
        """Both as one: each sensor with its newest document. Clients equally late share it."""
        if self._then is None or self._then[0] is not later:
            both = EventBatch(self._sensors | later._sensors, max(self.mark, later.mark))
            self._then = (later, both)
        return self._then[1]
