"""Trails: the last certain readings of channels that send local times, kept by one instance.

They decide between two instants of a local time by the order of messages. A channel has a trail
only since this instance took its messages, and the order counts only while no other instance may
have taken some of them.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from isotherm.instants import Micros
from isotherm_ingest.place.wall_clock import Content, Option, Said, lower_median

MOST_TRAILS = 4096
"""Trails that are kept at once; the one that was not changed for longest is dropped first."""
_STEPS = 5
_RECENT = 8
_SEEN = 64


@dataclass(slots=True, frozen=True)
class Trail:
    """Where a channel's certain readings have come to."""

    low: Micros
    high: Micros
    """First and last instant of the last message."""
    direction: int = 0
    """1 if readings come oldest first, -1 if newest first."""
    order: int = 0
    """The same within messages."""
    steps: tuple[Micros, ...] = ()
    """The last distances between certain readings."""
    recent: Mapping[Micros, Content] = field(default_factory=dict)
    """The last readings, by instant."""
    seen: Mapping[Micros, Content] = field(default_factory=dict)
    """The last readings whose local time meant two instants, by instant."""

    @property
    def step(self) -> Micros | None:
        """The usual distance between readings; None if there is none."""
        usual = lower_median(self.steps)
        if usual is None or sum(4 * abs(each - usual) <= usual for each in self.steps) < 2:
            return None
        return usual

    def repeats(self, option: Option) -> bool:
        """Return whether a value equal to that at some instants says little.

        This is so if others were equal, too; for the last message, if neighbours were.
        """
        if self.low <= min(option) <= max(option) <= self.high:
            return any(one == other for one, other in pairwise(self.recent.values()))
        contents = {**self.recent, **self.seen}.values()
        return len(set(contents)) < len(contents)

    def knows(self, certain: Iterable[tuple[Said, Micros]]) -> bool:
        """Return whether all these readings were seen before."""
        known = {**self.recent, **self.seen}
        return all(known.get(at) == said.content for said, at in certain)

    def gap(self, option: Option) -> Micros:
        """Return how far a message lies behind (above 0) or before (below) the last one."""
        if min(option) > self.high:
            return min(option) - self.high
        return min(max(option) - self.low, 0)

    def moves(self, found: Sequence[Option], overlap: Micros) -> list[Option]:
        """Return the options that continue the trail at its usual distance."""
        way = self.direction or self.order
        onward = [each for each in found if not way or self.gap(each) * way > 0]
        if (step := self.step) is None:
            first = self.steps[0] if len(self.steps) == 1 else 0  # confirmed by an equal one
            return [each for each in onward if 8 * abs(abs(self.gap(each)) - first) <= first > 0]
        # some readings may be missing, if that is much less than the alternative
        reach = min(7 * step // 2, overlap // 4)
        tight = [each for each in onward if 3 * step <= 4 * abs(self.gap(each)) <= 5 * step]
        return tight or [each for each in onward if 0 < abs(self.gap(each)) <= reach]

    def clashes(self, readings: Sequence[Said], option: Option) -> bool:
        """Return whether a reading with another value was seen at one of the instants."""
        return any(
            self.seen.get(at, reading.content) != reading.content
            for reading, at in zip(readings, option, strict=True)
        )

    def saw(self, readings: Sequence[Said], option: Option) -> bool:
        """Return whether readings that are not certain were seen at these instants before."""
        return any(
            at in self.seen and self.seen[at] == reading.content
            for reading, at in zip(readings, option, strict=True)
            if reading.twice
        )


def followed(
    trail: Trail | None, readings: Sequence[Said], chosen: Sequence[Micros | None], *, alone: bool
) -> Trail | None:
    """Return the trail after a message, of whose instants those that are None are not certain."""
    certain = [(s, at) for s, at in zip(readings, chosen, strict=True) if at is not None]
    if not certain:
        return trail
    instants = tuple(at for _, at in certain)
    steps = [abs(b - a) for a, b in pairwise(instants)]
    signs = {(b > a) - (b < a) for a, b in pairwise(instants)} - {0}
    order, direction = signs.pop() if len(signs) == 1 else 0, 0
    recent, seen = dict[Micros, Content](), dict[Micros, Content]()
    if trail is not None:
        gap, usual = trail.gap(instants), trail.step
        again = all(s.twice and trail.seen.get(at) == s.content for s, at in certain)
        if again and (usual is None or abs(gap) > 3 * usual // 2 or not gap):
            return trail  # sent again: the next one continues where the trail is
        steps, order = [*trail.steps, abs(gap), *steps], order or trail.order
        direction = trail.direction
        if gap and not (trail.knows(certain) or (usual is not None and 4 * abs(gap) > 5 * usual)):
            direction = 1 if gap > 0 else -1
        recent, seen = dict(trail.recent), dict(trail.seen)
    for said, at in certain:
        _remember(recent, at, said.content, _RECENT)
        if said.twice:
            _remember(seen, at, said.content, _SEEN)
    return Trail(
        min(instants),
        max(instants),
        direction,
        order,
        tuple([step for step in steps if step][-_STEPS:]) if alone else (),
        recent,
        seen,
    )


def _remember(readings: dict[Micros, Content], at: Micros, content: Content, most: int) -> None:
    """Add a reading as the last one, and drop the first if there are too many."""
    readings.pop(at, None)
    readings[at] = content
    if len(readings) > most:
        del readings[next(iter(readings))]


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
