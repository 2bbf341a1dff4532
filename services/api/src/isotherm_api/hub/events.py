"""Events of the live streams, encoded once for all streams that show the same sensors."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Only:
    """What a stream is limited to: all sensors of some sites, and some single sensors."""

    sites: frozenset[int] = frozenset()
    sensors: frozenset[int] = frozenset()
    around: frozenset[int] = frozenset()
    """The sites of the single sensors."""
    states: bool = False
    """Whether any other sensor is sent too when more than its newest reading changes."""

    def includes(self, sensor_id: int, site_id: int) -> bool:
        """Return whether it names a sensor, or the sensor's site."""
        return site_id in self.sites or sensor_id in self.sensors


@dataclass(frozen=True, slots=True)
class View:
    """The sensors that a stream shows; streams with equal views share one encoding."""

    only: Only | None
    """None: every site that the caller may see."""
    sites: frozenset[int] | None
    """The sites that the caller may see; None: every site."""

    def sees(self, site_id: int) -> bool:
        """Return whether the caller may see a site."""
        return self.sites is None or site_id in self.sites

    def shows(self, sensor_id: int, site_id: int) -> bool:
        """Return whether the stream shows every change of a sensor."""
        return self.sees(site_id) and (self.only is None or self.only.includes(sensor_id, site_id))

    def lists(self, site_id: int) -> bool:
        """Return whether the stream shows sensors of a site, or whether they change their state."""
        only = self.only
        named = only is None or only.states or site_id in only.sites or site_id in only.around
        return named and self.sees(site_id)


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
    """The documents of changed sensors; all clients share one instance.

    `lasting` are the sensors for which more than the newest reading has changed.
    """

    def __init__(
        self,
        sensors: Mapping[int, tuple[int, bytes]],
        mark: int,
        lasting: Collection[int] = (),
    ) -> None:
        self.mark = mark
        self._sensors = dict(sensors)
        """Site id and encoded document, by sensor id."""
        self._lasting = frozenset(lasting)
        self._events: dict[View, Event | None] = {}
        self._merged: tuple[EventBatch, EventBatch] | None = None
        """The last batch merged with this one, and the result."""

    def event(self, view: View) -> Event | None:
        """Return the event for streams with that view; None if it shows none of the sensors."""
        if view not in self._events:
            shown = [self._sensors[key][1] for key in self._shown(view)]
            data = b'{"sensors":[%s]}' % b",".join(shown)
            self._events[view] = Event("latest", data, self.mark) if shown else None
        return self._events[view]

    def merged_with(self, later: "EventBatch") -> "EventBatch":
        """Return both as one batch, with the newest document of each sensor.

        Clients that are equally far behind get the same instance.
        """
        if self._merged is None or self._merged[0] is not later:
            merged = EventBatch(
                self._sensors | later._sensors,
                max(self.mark, later.mark),
                self._lasting | later._lasting,
            )
            self._merged = (later, merged)
        return self._merged[1]

    def _shown(self, view: View) -> Iterator[int]:
        """Yield the sensors of the batch that a view shows, each once.

        A view of single sensors costs as much as it has sensors, not as much as the batch has.
        """
        only = view.only
        if only is None or only.sites:
            named = [key for key, (site, _) in self._sensors.items() if view.shows(key, site)]
        else:
            named = [key for key in sorted(only.sensors) if key in self._sensors]
        others = self._lasting.difference(named) if only is not None and only.states else ()
        for key in (*named, *sorted(others)):
            if view.sees(self._sensors[key][0]):
                yield key
