"""Order: which instants the order of readings allows where a wall clock showed times twice; pure.

When clocks are set back, a local time without an offset means one of two instants. Devices send
readings oldest first or newest first, so the order of a message tells most of them apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from isotherm.instants import Micros
from isotherm.units import Unit

Content = tuple[float | None, Unit | None]
"""Value and unit as the device sent them: the same reading sent again has the same."""
_MOST_CUTS = 16
Option = tuple[Micros, ...]
"""One instant for each reading."""


@dataclass(slots=True, frozen=True)
class Said:
    """What a reading says about when it was measured: one instant, or two between which it is."""

    instants: tuple[Micros, ...]
    content: Content
    twice: bool = False
    """Whether the wall clock showed its time twice; only one of the instants may be possible."""

    @property
    def overlap(self) -> Micros:
        """How far its two instants are apart; 0 if it has one."""
        return self.instants[-1] - self.instants[0]


def options(readings: Sequence[Said], step: Micros | None = None, sign: int = 0) -> list[Option]:
    """Return what the order of the readings allows; nothing if they have no order.

    `step` is the usual distance of the channel's readings, if it is known, and `sign` the order of
    its earlier messages: 1 if they had the oldest reading first, -1 if the newest. An instant on
    which all options agree is certain.
    """
    allowed = list(_Order(readings, sign, step).options()) if sign else []
    allowed = allowed or _orders(readings, step)
    if not allowed:
        firsts = _first_occurrences(readings)
        kept = [n for n, first in enumerate(firsts) if n == first]
        if len(kept) < len(readings):
            place_of = {n: place for place, n in enumerate(kept)}
            shorter = _orders([readings[n] for n in kept], step)
            allowed = [tuple(option[place_of[first]] for first in firsts) for option in shorter]
    if step is not None and len(allowed) > 1:
        allowed = _most_regular(allowed, step)
    regular = [option for option in allowed if _is_regular(option)]
    if len(readings) > 2:  # of two, one may as well be the other one again
        regular = [option for option in regular if len(set(option)) == len(option)] or regular
    return list(dict.fromkeys(regular or allowed))


def lower_median(steps: Iterable[Micros]) -> Micros | None:
    """Return the median, the smaller of the two in the middle; None of nothing."""
    ordered = sorted(steps)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def _orders(readings: Sequence[Said], step: Micros | None) -> list[Option]:
    """Return the options of both directions."""
    return [option for sign in (1, -1) for option in _Order(readings, sign, step).options()]


def _first_occurrences(readings: Sequence[Said]) -> list[int]:
    """Return for each reading the index of the first that is the same."""
    first: dict[Said, int] = {}
    return [first.setdefault(reading, n) for n, reading in enumerate(readings)]


def _most_regular(allowed: Sequence[Option], step: Micros) -> list[Option]:
    """Return the options with the fewest distances that are longer than usual."""
    gaps = [sum(2 * abs(b - a) > 3 * step for a, b in pairwise(option)) for option in allowed]
    return [option for option, count in zip(allowed, gaps, strict=True) if count == min(gaps)]


def _is_regular(option: Option) -> bool:
    """Return whether the distances are alike."""
    steps = [abs(b - a) for a, b in pairwise(option) if a != b]
    usual = lower_median(steps)
    return usual is None or all(4 * abs(step - usual) <= usual for step in steps)


class _Order:
    """Readings in one direction. Inside, instants are keys that never decrease: µs times `sign`."""

    def __init__(self, readings: Sequence[Said], sign: int, step: Micros | None) -> None:
        self._readings, self._sign = readings, sign
        self._keys = [sorted(sign * at for at in reading.instants) for reading in readings]
        self._overlap = max((reading.overlap for reading in readings), default=0)
        usual = lower_median(self._steps())
        self._usual = step if usual is None else usual
        self._hourly = (
            self._are_far_apart() if self._usual is None else _about(self._usual, self._overlap)
        )
        """Whether readings are as far apart as the two instants: one repeated is the next one."""
        self._rare = 4 * self._least_distance() >= self._overlap
        """Whether so few readings fit between the two instants that another value at the same local
        time is a later reading, before which some are missing, and no conflict."""

    def options(self) -> Iterator[Option]:
        """Yield the assignments that the order allows, or the extremes of very many."""
        early, late = self._earliest(), self._latest()
        if early is None or late is None:
            return
        assignments = [list(early)]
        for since, until in _free(early, late):
            cuts = self._cuts(early, late, since, until)
            if len(cuts) > _MOST_CUTS:
                cuts = [cuts[0], cuts[-1]]
            assignments = [
                [*option[:since], *early[since:cut], *late[cut:until], *option[until:]]
                for option in assignments[:_MOST_CUTS]
                for cut in cuts
            ]
        for option in assignments:
            yield tuple(self._sign * key for key in option)

    def _steps(self) -> list[Micros]:
        """Return the distances of neighbours that are both certain, or both not.

        A single one of the latter may hide that the clock was set back in between.
        """
        certain, free = list[Micros](), list[Micros]()
        for one, other in pairwise(self._keys):
            if len(one) == len(other) and (distance := other[0] - one[0]):
                if distance < 0:
                    certain.append(distance + one[-1] - one[0])
                else:
                    (certain if len(one) == 1 else free).append(distance)
        set_back = any(
            other[0] < one[0] for one, other in pairwise(self._keys) if len(one) == len(other) > 1
        )
        return certain + free if set_back or len(free) > 1 else certain

    def _least_distance(self) -> Micros:
        distances = [abs(other[0] - one[0]) for one, other in pairwise(self._keys) if one != other]
        return min(distances, default=0)

    def _are_far_apart(self) -> bool:
        least = self._least_distance()
        return 4 * least >= 3 * self._overlap and least > 0

    def _may_be_equal(self, one: int, other: int) -> bool:
        """Return whether two neighbours may have the same instant."""
        a, b = self._readings[one], self._readings[other]
        is_next = self._hourly or (self._rare and a.content != b.content)
        return a == b or not is_next or len(a.instants) == 1

    def _earliest(self) -> list[Micros] | None:
        chosen: list[Micros] = []
        for n, keys in enumerate(self._keys):
            for key in keys:
                if not n or key > chosen[-1]:
                    break
                if key == chosen[-1] and self._may_be_equal(n - 1, n):
                    break
            else:
                return None
            chosen.append(key)
        return chosen

    def _latest(self) -> list[Micros] | None:
        chosen: list[Micros] = []
        last = len(self._keys) - 1
        for n in range(last, -1, -1):
            for key in reversed(self._keys[n]):
                if n == last or key < chosen[-1]:
                    break
                if key == chosen[-1] and self._may_be_equal(n, n + 1):
                    break
            else:
                return None
            chosen.append(key)
        return chosen[::-1]

    def _cuts(
        self, early: Sequence[Micros], late: Sequence[Micros], since: int, until: int
    ) -> list[int]:
        """Return the indices from which a run may be late: those that leave no gap, or all."""
        every = range(since, until + 1)
        if self._usual is None:
            return list(every)
        doubled = self._doubled()
        repeats = [
            n for n in range(since + 1, until) if early[n] == early[n - 1]
        ] if self._hourly and not doubled else []  # fmt: skip
        for low, high in ((3 * self._usual // 4, 5 * self._usual // 4), (0, 3 * self._usual // 2)):
            fitting = [
                cut
                for cut in every
                if not any(n != cut for n in repeats)
                and all(
                    low <= distance <= high or not distance
                    for distance in _distances(early, late, since, until, cut)
                )
            ]
            if fitting:
                return fitting
        return list(every)

    def _doubled(self) -> bool:
        """Return whether the message has a certain reading twice in a row."""
        return any(a == b and len(a.instants) == 1 for a, b in pairwise(self._readings))


def _free(early: Sequence[Micros], late: Sequence[Micros]) -> Iterator[tuple[int, int]]:
    """Yield the runs of readings that the order leaves undecided, as ranges of indices."""
    since: int | None = None
    for n, (one, other) in enumerate(zip(early, late, strict=True)):
        if one == other and since is not None:
            yield since, n
            since = None
        elif one != other and since is None:
            since = n
    if since is not None:
        yield since, len(early)


def _distances(
    early: Sequence[Micros], late: Sequence[Micros], since: int, until: int, cut: int
) -> Iterator[Micros]:
    """Yield the distances that depend on where a run is cut: at its ends and at the cut."""

    def key(n: int) -> Micros:
        return early[n] if n < cut else late[n]

    for n in {since, cut, until}:
        if 0 < n < len(early):
            yield key(n) - key(n - 1)


def _about(one: Micros, other: Micros) -> bool:
    return 4 * abs(one - other) <= other
