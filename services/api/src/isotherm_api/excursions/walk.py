"""Walk back over a range from its end, until enough excursions are found.

readings after ◀── days and hours ◀── readings before
the rollups          │                the rollups
                     ▼
               hours of the days in which one begins or ends
                     ▼
               readings of the hours in which one begins or ends
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from isotherm.database import Connection
from isotherm.history.asking import ask
from isotherm.history.excursions import SIDES, Part, Side, of_bin, of_window
from isotherm.history.sums import Sums
from isotherm.history.window import Window, hold
from isotherm.instants import Micros, Times
from isotherm.spans import Span
from isotherm_api.excursions.bins import Bins, Plan, days_of, end_of, load_hours
from isotherm_api.history.frame import Frame
from isotherm_api.history.known import load_known
from isotherm_api.history.pieces import Read, Rolled

_DAYS, _HOURS = 16, 8
"""Read at once; PostgreSQL plans the question for each hour on its own."""
_CLOSE_S = 1e-6

Verdict = dict[Side, int]
"""Of either side: whether the last judgement was beyond the limit, -1 if nothing was judged."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A bin in which an excursion begins, ends or goes on."""

    bins: Bins
    index: int
    entering: Verdict
    detailed: bool
    until: Micros
    is_day: bool

    @classmethod
    def of(cls, bins: Bins, plan: Plan, index: int, zone: str, *, is_day: bool) -> "_Step":
        """Return a step of a plan of bins."""
        until = end_of(int(bins.at[index]), zone, day=is_day)
        detailed = bool(plan.detailed[index])
        return cls(bins, index, plan.before(index), detailed, until, is_day)

    @property
    def at(self) -> Micros:
        return int(self.bins.at[self.index])

    @property
    def span(self) -> Span:
        return self.at, self.until

    @property
    def needs_hours(self) -> bool:
        return self.detailed and self.is_day

    @property
    def edges(self) -> Times:
        return np.array(self.span, np.int64)

    @property
    def readings(self) -> int:
        return int(self.bins.sums.n[self.index] + self.bins.sums.uncounted[self.index])

    def part(self, side: Side) -> Part:
        """Return what the bin's sums know."""
        exact = not self.detailed
        return of_bin(self.bins.sums, self.index, self.at, self.until, side, exact=exact)


@dataclass
class Walk:
    """The parts of a sensor's range that have been walked over, the newest first."""

    frame: Frame
    limit: int
    most_readings: int
    """No further hours are read once this many readings of hours have been."""
    parts: dict[Side, list[Part]] = field(default_factory=lambda: {side: [] for side in SIDES})
    stopped: bool = False
    """Whether it ended before it came to the beginning of the range."""
    entering: Verdict = field(default_factory=dict)
    """The judgements before the oldest part."""
    readings: int = 0
    """How many readings of hours were read."""
    _found: int = 0

    async def back(self, connection: Connection, pieces: Sequence[Rolled[Bins] | Read]) -> None:
        """Walk over pieces, which are in time order."""
        sums = [sums_of(piece) for piece in pieces]
        for number in reversed(range(len(pieces))):
            if self._enough():
                return
            piece, entering = pieces[number], _last_judged(sums[:number])
            if isinstance(piece, Read):
                self._add(_parts_of(piece.window, self.limit + 1), entering)
            else:
                await self._walk_rolled(connection, piece, entering)

    async def _walk_rolled(
        self, connection: Connection, piece: Rolled[Bins], entering: Verdict
    ) -> None:
        bins, zone = piece.sums, self.frame.sensor.time_zone
        plan, days = Plan.of(bins, entering), days_of(bins, piece.span, zone)
        newest = plan.newest()
        for first in range(0, len(newest), _DAYS):
            if self._enough():
                return
            batch = [
                _Step.of(bins, plan, index, zone, is_day=bool(days[index]))
                for index in newest[first : first + _DAYS]
            ]
            whole = [step.span for step in batch if step.needs_hours]
            hours = await load_hours(connection, self.frame, whole) if whole else None
            steps: list[_Step] = []
            for step in batch:
                if hours is not None and step.needs_hours:
                    steps += self._steps(hours.between(step.span), step.entering)
                else:
                    steps.append(step)
            await self._walk_steps(connection, steps)

    def _steps(self, hours: Bins, entering: Verdict) -> list[_Step]:
        """Return the hours of a day in which something happens, the newest first."""
        plan, zone = Plan.of(hours, entering), self.frame.sensor.time_zone
        return [_Step.of(hours, plan, index, zone, is_day=False) for index in plan.newest()]

    async def _walk_steps(self, connection: Connection, steps: Sequence[_Step]) -> None:
        for first in range(0, len(steps), _HOURS):
            if self._enough():
                return
            batch = steps[first : first + _HOURS]
            stored = [step for step in batch if self._is_stored(step)]
            self.readings += sum(step.readings for step in stored)
            windows = iter(await self._load_windows(connection, stored))
            for step in batch:
                parts = {side: step.part(side) for side in SIDES}
                if self._is_stored(step):
                    exact = _parts_of(next(windows), self.limit + 1)
                    # hours that late readings have not been added to yet count as statistics do
                    if all(_agree(exact[side], parts[side]) for side in SIDES):
                        parts = exact
                self._add(parts, step.entering)

    def _is_stored(self, step: _Step) -> bool:
        """Return whether the readings of a bin are wanted, and stored with those before it."""
        rules = self.frame.rules
        return step.detailed and step.at - rules.reach - rules.longest >= self.frame.head.horizon

    async def _load_windows(self, connection: Connection, steps: Sequence[_Step]) -> list[Window]:
        known = await load_known(connection, self.frame, [step.at for step in steps])
        questions = [
            self.frame.question(step.edges, before)
            for step, before in zip(steps, known, strict=True)
        ]
        answers = iter(await ask(connection, [asked for asked in questions if asked is not None]))
        return [
            await self.frame.load_window(connection, step.edges, known=before)
            if question is None
            else self.frame.decode_window(step.edges, next(answers), known=before)
            for step, before, question in zip(steps, known, questions, strict=True)
        ]

    def _add(self, parts: dict[Side, Part], entering: Verdict) -> None:
        for side in SIDES:
            part = parts[side]
            self.parts[side].append(part)
            self._found += part.begun - (entering[side] == 1 and part.first == 1)
        self.entering = entering

    def _enough(self) -> bool:
        self.stopped = self._found >= self.limit or self.readings > self.most_readings
        return self.stopped


def sums_of(piece: Rolled[Bins] | Read) -> Sums:
    """Return the sums of a piece, as statistics add them up."""
    return piece.sums.sums if isinstance(piece, Rolled) else piece.sum_up()


def _last_judged(sums: Sequence[Sums]) -> Verdict:
    """Return the last judgements of parts in time order."""
    verdict: Verdict = dict.fromkeys(SIDES, -1)
    for side in SIDES:
        for part in sums:
            last = getattr(part, f"last_{side}")
            judged = last[last >= 0]
            verdict[side] = int(judged[-1]) if len(judged) else verdict[side]
    return verdict


def _parts_of(window: Window, most: int) -> dict[Side, Part]:
    """Return both sides of a window; `most` has room for one that began in an older part."""
    held = hold(window)
    return {side: of_window(window, held, side, most) for side in SIDES}


def _agree(exact: Part, stored: Part) -> bool:
    """Return whether an hour's readings make what is stored of them."""
    same = (exact.first, exact.last, exact.begun) == (stored.first, stored.last, stored.begun)
    return same and abs(exact.seconds - stored.seconds) < _CLOSE_S
