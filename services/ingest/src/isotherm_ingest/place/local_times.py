"""Resolve the times of a message's elements: local ones by the device's time zone.

A local time that a wall clock showed twice is resolved by what is certain, in this order: it has
not come yet; the order within the message; the order of the channel's messages; it arrived just
after the later instant. What stays undecided is left to store, which knows what is stored already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from isotherm.instants import MINUTE, SECOND, Micros
from isotherm.reasons import Reason
from isotherm.replays import NEVER_SHOWED
from isotherm_ingest.batch.elements import Element, Refusal
from isotherm_ingest.decode.times import instants_of
from isotherm_ingest.place.trail import Trail
from isotherm_ingest.place.wall_clock import Option, Said, options

_EARLY = 2 * SECOND
"""A device whose clock is right is not further ahead."""

_WITHOUT_ZONE = "the time has no offset and the device has no time zone"


@dataclass(slots=True, frozen=True)
class Published:
    """When a message was published, and what is known about the messages before it."""

    at: Micros
    live: bool = True
    """Whether it arrived when it was published."""
    trail: Trail | None = None
    alone: bool = False
    """Whether no other instance may have taken messages of the channel."""


@dataclass(slots=True)
class Times:
    """The elements of a message with their instants."""

    timed: list[tuple[Element, Micros | None]] = field(default_factory=list)
    """Without an instant if the element says none; the earlier one if it may be either."""
    refusals: list[Refusal] = field(default_factory=list)
    local: bool = False
    """Whether there are local times."""
    _twice: dict[int, tuple[Micros, ...]] = field(default_factory=dict)

    def said(self) -> list[tuple[int, Said]]:
        """Return what the elements with a time say, with their index in `timed`."""
        return [
            (n, Said(self._twice.get(n, (at,)), (element.value, element.unit), n in self._twice))
            for n, (element, at) in enumerate(self.timed)
            if at is not None
        ]

    def add_local(self, element: Element, zone: ZoneInfo | None) -> None:
        """Add an element with a local time, or its refusal."""
        self.local = True
        instants = () if zone is None else tuple(instants_of(element.local or 0, zone))
        if not instants:
            self.refusals.append(_refusal(element, zone))
            return
        if len(instants) > 1:
            self._twice[len(self.timed)] = instants
        self.timed.append((element, instants[0]))


def _refusal(element: Element, zone: ZoneInfo | None) -> Refusal:
    """Return why a local time has no instant."""
    if zone is None:
        return Refusal(Reason.TIME_WITHOUT_ZONE, _WITHOUT_ZONE, element.index)
    return Refusal(Reason.NO_SUCH_TIME, NEVER_SHOWED.format(zone=zone.key), element.index)


def read_times(elements: Sequence[Element], zone: ZoneInfo | None) -> Times:
    """Return the instants that the elements say; of two, the earlier."""
    times = Times()
    for element in elements:
        if element.local is None:
            times.timed.append((element, None if element.unset else element.at))
        else:
            times.add_local(element, zone)
    return times


def resolve_run(messages: Sequence[tuple[Sequence[Said], Micros]]) -> list[list[Micros | None]]:
    """Return the instants of the readings of successive messages of a channel, by their order.

    Each message comes with when it was published. Readings that are not certain are None.
    """
    possible = [_possible(said, at) for readings, at in messages for said in readings]
    chosen = iter(_agreed(possible, options(possible)))
    return [[next(chosen) for _ in readings] for readings, _ in messages]


def resolve(readings: Sequence[Said], message: Published) -> list[Micros | None]:
    """Return the instant of each reading of a message, None where it is not certain."""
    possible = [_possible(reading, message.at) for reading in readings]
    if not any(reading.overlap for reading in possible):
        return [reading.instants[0] for reading in possible]
    step = message.trail.step if message.alone and message.trail else None
    allowed = options(possible, step, message.trail.order if message.trail else 0)
    if len(allowed) > 1 and message.trail is not None:
        allowed = _by_trail(possible, allowed, message, message.trail)
    if len(allowed) > 1:
        allowed = _live(_free(possible, allowed, message.trail), message, MINUTE) or allowed
    return _agreed(possible, allowed)


def _agreed(readings: Sequence[Said], allowed: Sequence[Option]) -> list[Micros | None]:
    """Return the instants on which all options agree.

    If they differ only in which of the same readings is which, one is as good as another.
    """
    if not allowed:  # in no order: what has come already may be either
        return [None if reading.overlap else reading.instants[0] for reading in readings]
    contents = [reading.content for reading in readings]
    if len({frozenset(zip(option, contents, strict=True)) for option in allowed}) == 1:
        allowed = allowed[:1]
    by_reading = zip(*allowed, strict=True)
    return [instants[0] if len(set(instants)) == 1 else None for instants in by_reading]


def _possible(reading: Said, published: Micros) -> Said:
    """Return a reading without an instant that had not come when it was published."""
    if published < reading.instants[-1] - MINUTE:
        return Said(reading.instants[:1], reading.content, reading.twice)
    return reading


def _free(
    readings: Sequence[Said], allowed: Sequence[Option], trail: Trail | None
) -> Sequence[Option]:
    """Return the options at whose instants no other values were seen."""
    return [option for option in allowed if not (trail and trail.clashes(readings, option))]


def _live(allowed: Sequence[Option], message: Published, early: Micros) -> list[Option]:
    """Return the options whose newest reading was measured just before it was published.

    They say nothing if it is not known which end of the message is the newest.
    """
    if len({_direction(option) for option in allowed} - {0}) > 1:
        return []
    burst = None if message.trail is None else message.trail.burst
    return [
        option
        for option in allowed
        if message.live
        and -early <= message.at - max(option) <= MINUTE
        and not (burst is not None and burst.holds(option, message.at))
    ]


def _direction(option: Option) -> int:
    """Return 1 if a message has the oldest reading first, -1 if the newest, 0 if it has one."""
    return (option[-1] > option[0]) - (option[-1] < option[0])


def _by_trail(
    readings: Sequence[Said], allowed: list[Option], message: Published, trail: Trail
) -> list[Option]:
    """Return the options that agree with the channel's last readings; all if none does."""
    free = _free(readings, allowed, trail)
    overlap = max(reading.overlap for reading in readings)
    moved = trail.moves(free, overlap) if message.alone else []
    again = [option for option in free if trail.saw(readings, option)]
    live = _live(free, message, _EARLY)
    if not again:
        return moved or allowed
    if not moved:
        return [option for option in live if option not in again] or again
    if all(trail.repeats(option) for option in again):  # the order counts
        return moved
    return [option for option in moved if option in live and option not in again] or again
