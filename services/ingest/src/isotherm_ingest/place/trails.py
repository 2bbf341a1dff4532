"""Trails: those of all channels that send local times, kept by one instance.

A channel has a trail only since this instance took its messages, and the order of messages counts
only while no other instance may have taken some of them.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from isotherm.instants import Micros
from isotherm_ingest.place.trail import Trail

MOST_TRAILS = 4096
"""Trails that are kept at once; the one that was not changed for longest is dropped first."""


@dataclass(slots=True)
class Overlay:
    """Trails as a batch changes them, until it is committed."""

    known: Mapping[int, Trail] = field(default_factory=dict)
    alone: bool = False
    """Whether no other instance may have taken messages of the same channels."""
    changed: dict[int, Trail] = field(default_factory=dict)
    decided: Mapping[int, Micros] = field(default_factory=dict)
    """Instants that later messages tell, by the identity of the element."""

    def get(self, channel_id: int) -> Trail | None:
        """Return a channel's trail."""
        return self.changed.get(channel_id) or self.known.get(channel_id)

    def put(self, channel_id: int, trail: Trail) -> None:
        """Remember a channel's trail; the last one is dropped last."""
        self.changed.pop(channel_id, None)
        self.changed[channel_id] = trail


@dataclass(slots=True)
class Trails:
    """The trails after all committed batches."""

    _kept: OrderedDict[int, Trail] = field(default_factory=OrderedDict)

    def overlay(self, *, alone: bool) -> Overlay:
        """Return what a batch may change."""
        return Overlay(self._kept, alone)

    def committed(self, changed: Mapping[int, Trail]) -> None:
        """Keep what a committed batch changed."""
        for channel_id, trail in changed.items():
            self._kept[channel_id] = trail
            self._kept.move_to_end(channel_id)
        while len(self._kept) > MOST_TRAILS:
            self._kept.popitem(last=False)
