"""A sensor over a range: all that has to be known before its readings are summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from isotherm.database import Connection
from isotherm.history import grace
from isotherm.history.asking import Question
from isotherm.history.grace import Context, Known
from isotherm.history.load import Source, decode_around, load_around, question_around
from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.segments import Segment
from isotherm.history.window import Window
from isotherm.instants import (
    ALWAYS,
    FOREVER,
    Micros,
    Times,
    to_datetime,
    to_datetime_clamped,
    to_micros,
)
from isotherm.spans import Span
from isotherm_api.history.head import Head
from isotherm_api.ranges import Range
from isotherm_api.visible import Visible


@dataclass(frozen=True, slots=True)
class Frame:
    """One sensor over a range; instants in µs since 1970."""

    sensor: Visible
    span: Range
    start: Micros
    end: Micros
    now: Micros
    """What lies after it is unknown; if the clock of the device lags, that much before now."""
    head: Head
    rules: Rules
    segments: tuple[Segment, ...]
    """The channels that fed it in the range, and as far around it as a reading holds."""
    source: Source
    """The table that holds its readings."""
    installed: Span = (ALWAYS, FOREVER)
    """Since a device was first installed; until it was archived, if no device has been since."""

    stale: tuple[Span, ...] = ()
    """The dirty ranges within a year of the range, in time order, with both ends included."""

    @property
    def past(self) -> Micros:
        """The end of the range, or now if that is earlier; before `start` if all is future."""
        return min(self.end, self.now)

    @property
    def watched(self) -> Span:
        """The part of the range, up to now, in which readings were to be expected.

        Before the first installation nothing was, so nothing is unknown then. Between two
        installations it is: the place was watched before, and nobody measured it.
        """
        begin = max(self.start, self.installed[0])
        return begin, max(begin, min(self.past, self.installed[1]))

    @property
    def recalculating(self) -> bool:
        """Whether worker has still to compute rollups of the range again, after a change.

        A change concerns what was measured as far around it as a reading holds, and as an excursion
        has to last to count.
        """
        reach, rolled_to = self.rules.reach + self.rules.longest, self.head.rolled_to
        if self.start >= rolled_to:
            return False
        end = min(self.end, rolled_to) + reach
        return any(since < end and until >= self.start - reach for since, until in self.stale)

    @property
    def interval_s(self) -> float | None:
        """The expected interval at the end of the range; None if unknown."""
        interval_s = float(self.rules.intervals(np.array([self.past], np.int64))[0])
        return None if np.isnan(interval_s) else interval_s

    async def load_window(
        self,
        connection: Connection,
        edges: Times,
        *,
        known: Known | None = None,
        judge_lead: bool = False,
    ) -> Window:
        """Load the readings between edges within the range, with their neighbours.

        Where limits have grace the window can be judged only if it is `known` what went on before.
        """
        bounds = self._bounds(edges, known)
        loaded = await load_around(connection, self.segments, *bounds, self.source)
        return self._window(edges, *loaded, known=known, judge_lead=judge_lead)

    def question(self, edges: Times, known: Known | None = None) -> Question | None:
        """Return what `load_window` asks if it is one question, else None."""
        return question_around(self.segments, *self._bounds(edges, known), self.source)

    def decode_window(
        self,
        edges: Times,
        answer: Sequence[bytes | None],
        *,
        known: Known | None = None,
        judge_lead: bool = False,
    ) -> Window:
        """Return the window that the answer to `question` holds."""
        loaded = decode_around(self.segments, answer)
        return self._window(edges, *loaded, known=known, judge_lead=judge_lead)

    def _bounds(self, edges: Times, known: Known | None) -> tuple[datetime, datetime, timedelta]:
        """Return between which instants readings are loaded, and how far around their neighbours.

        Where limits have grace, an excursion in the window may have begun before it, and what
        follows the window says whether it counts.
        """
        start, end = int(edges[0]), int(edges[-1])
        if known is not None:
            start = min(start, known.since(self.rules))
            end = max(end, min(end + self.rules.longest, self.now))
        reach = timedelta(microseconds=self.rules.reach)
        return to_datetime_clamped(start), to_datetime(end), reach

    def _window(
        self,
        edges: Times,
        lead: Readings,
        inside: Readings,
        after: Readings,
        *,
        known: Known | None,
        judge_lead: bool,
    ) -> Window:
        following = int(after.at[0]) if len(after) else None
        if known is None:
            return Window(edges, inside, self.rules, self.now, lead, following, judge_lead)
        start, end = int(edges[0]), int(edges[-1])
        _, last, _ = self._bounds(edges, known)
        around = Readings.joined([lead, inside])
        context = Context(around, known, to_micros(last), following)
        later = around.between(end, to_micros(last))
        return Window(
            edges,
            around.between(start, end),
            self.rules,
            self.now,
            around.between(start - self.rules.reach, start).newest(1),
            int(later.at[0]) if len(later) else following,
            judge_lead,
            grace.judge(context, self.rules, self.now, edges[:1] if judge_lead else edges[:0]),
        )
