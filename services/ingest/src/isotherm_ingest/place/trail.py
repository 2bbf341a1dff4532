"""The trail of a channel that sends local times: its last certain readings, in order of arrival.

It decides between the two instants of a local time that the wall clock showed twice; pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from isotherm.instants import SECOND, Micros
from isotherm_ingest.place.wall_clock import Content, Option, Said, lower_median

_STEPS = 5
_RECENT = 8
_SEEN = 64
_AT_ONCE = 5 * SECOND
_DRIFT = 30 * SECOND


@dataclass(slots=True, frozen=True)
class Burst:
    """Messages that came at once: if their times are apart, a buffer is sent, and none is live."""

    since: Micros
    """When the first one was published."""
    last: Micros
    """When the last one was published."""
    newest: tuple[Micros, ...]
    """The instants that the newest reading of the first one may mean."""
    apart: Micros | None = None
    """When the last one was published that was not live if the first one was."""

    def holds(self, option: Option, published: Micros) -> bool:
        """Return whether a message with these instants is one of a buffer."""
        if published - self.last > _AT_ONCE:
            return False
        after_another = self.apart is not None and published - self.apart <= _AT_ONCE
        return after_another or self._drifts((max(option),), published)

    def _drifts(self, newest: tuple[Micros, ...], published: Micros) -> bool:
        """Return whether a reading is further from the first one than their messages are."""
        waited = published - self.since
        return all(abs(at - first - waited) > _DRIFT for at in newest for first in self.newest)

    @staticmethod
    def after(before: "Burst | None", readings: Sequence[Said], published: Micros) -> "Burst":
        """Return the burst after a message that was published at an instant."""
        newest = max(readings, key=lambda said: said.instants).instants
        if before is None or published - before.last > _AT_ONCE:
            return Burst(published, published, newest)
        apart = published if before._drifts(newest, published) else before.apart
        return replace(before, last=published, apart=apart)


@dataclass(slots=True, frozen=True)
class Trail:
    """Where a channel's certain readings have come to."""

    low: Micros = 0
    high: Micros = 0
    """First and last instant of the last message that had certain ones."""
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
    open: bool = False
    """Whether readings that are not certain have followed."""
    burst: Burst | None = None
    """The messages that came with the last one."""

    @property
    def step(self) -> Micros | None:
        """The usual distance between readings; None if there is none."""
        usual = lower_median(self.steps)
        if usual is None or sum(4 * abs(step - usual) <= usual for step in self.steps) < 2:
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

    def moves(self, options: Sequence[Option], overlap: Micros) -> list[Option]:
        """Return the options that continue the trail at its usual distance."""
        way = self.direction or self.order
        onward = [option for option in options if not way or self.gap(option) * way > 0]
        if (step := self.step) is None:
            first = self.steps[0] if len(self.steps) == 1 else 0  # confirmed by an equal one
            return [
                option for option in onward if 8 * abs(abs(self.gap(option)) - first) <= first > 0
            ]
        tight = [option for option in onward if 3 * step <= 4 * abs(self.gap(option)) <= 5 * step]
        if tight or 14 * step > overlap:
            return tight
        # some readings may be missing, as this is much less than the alternative
        return [option for option in onward if 0 < 2 * abs(self.gap(option)) <= 7 * step]

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
        return None if trail is None else replace(trail, open=True)
    instants = tuple(at for _, at in certain)
    steps = [abs(b - a) for a, b in pairwise(chosen) if a is not None and b is not None]
    signs = {(b > a) - (b < a) for a, b in pairwise(instants)} - {0}
    order, direction = signs.pop() if len(signs) == 1 else 0, 0
    recent, seen = dict[Micros, Content](), dict[Micros, Content]()
    if trail is not None and trail.recent:
        gap, usual = trail.gap(instants), trail.step
        again = all(s.twice and trail.seen.get(at) == s.content for s, at in certain)
        if again and (usual is None or abs(gap) > 3 * usual // 2 or not gap):
            return trail  # sent again: the next one continues where the trail is
        known = trail.knows(certain)
        between = 0 if known or trail.open or chosen[0] is None else abs(gap)
        steps, order = [*trail.steps, between, *steps], order or trail.order
        direction = trail.direction
        if gap and not (known or (usual is not None and 4 * abs(gap) > 5 * usual)):
            direction = 1 if gap > 0 else -1
        recent, seen = dict(trail.recent), dict(trail.seen)
    for said, at in certain[-_RECENT:]:
        _remember(recent, at, said.content, _RECENT)
    for said, at in [pair for pair in certain if pair[0].twice][-_SEEN:]:
        _remember(seen, at, said.content, _SEEN)
    return Trail(
        min(instants),
        max(instants),
        direction,
        order,
        tuple([step for step in steps if step][-_STEPS:]) if alone else (),
        recent,
        seen,
        open=chosen[-1] is None,
    )


def _remember(readings: dict[Micros, Content], at: Micros, content: Content, most: int) -> None:
    """Add a reading as the last one, and drop the first if there are too many."""
    readings.pop(at, None)
    readings[at] = content
    if len(readings) > most:
        del readings[next(iter(readings))]
