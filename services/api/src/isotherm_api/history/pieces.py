"""Walk over a range in time order: rolled-up sums where there are rollups, else readings.

    ask, in one round trip ──▶ Read │ Rolled │ Read ──▶ a series, statistics, lines of an export

Sparks build their `Read` from readings that are loaded for a hundred sensors at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from isotherm.database import Connection
from isotherm.history import spans
from isotherm.history.asking import Question, ask
from isotherm.history.readings import Readings
from isotherm.history.summing import sum_up
from isotherm.history.sums import Sums
from isotherm.history.window import Held, Window, hold
from isotherm.instants import Micros, Times
from isotherm.spans import Span, clip
from isotherm_api.history.frame import Frame
from isotherm_api.history.known import load_known
from isotherm_api.history.split import Split

S = TypeVar("S")
_NO_EDGES: Times = np.array([], np.int64)


@dataclass(frozen=True, slots=True)
class Summary(Generic[S]):
    """A question for the rolled-up part of a range, and the decoder of its answer."""

    question: Question
    decode: Callable[[Sequence[Any]], S]


@dataclass(frozen=True, slots=True)
class Rolled(Generic[S]):
    """A piece that comes from rollups: full hours."""

    span: Span
    sums: S


@dataclass(frozen=True)
class Read:
    """A piece that comes from readings; its figures cover its time up to now."""

    start: Micros
    end: Micros
    """At most now."""
    window: Window

    @classmethod
    def of(cls, window: Window) -> "Read":
        """Return the piece between a window's first and last edge."""
        return cls(int(window.edges[0]), min(int(window.edges[-1]), window.now), window)

    @cached_property
    def held(self) -> Held:
        """How long each reading holds."""
        return hold(self.window)

    @cached_property
    def counted(self) -> Readings:
        """The readings that count."""
        return self.window.inside.pick(self.window.inside.counts)

    @cached_property
    def uncounted(self) -> Readings:
        """The readings that do not count."""
        return self.window.inside.pick(~self.window.inside.counts)

    @property
    def covered_s(self) -> float:
        """Seconds that are in no gap."""
        return spans.covered_s(self.held, self.start, self.end)

    @property
    def gaps(self) -> list[Span]:
        """The gaps in time order, also the one before the first reading."""
        held = self.held
        silences = [(self.start, int(held.at[0]) if len(held.at) else self.end)]
        for since, until in zip(*(column.tolist() for column in spans.gaps(held)), strict=True):
            silences.append((since, self.end if until == spans.OPEN else until))
        return clip(silences, self.start, self.end)

    @property
    def faults(self) -> list[Span]:
        """The runs of faults in time order; one before a gap may be a single instant."""
        return spans.faults(self.held, self.start, self.end)

    def sum_up(self) -> Sums:
        """Return the sums between the window's edges."""
        return sum_up(self.window, self.held)


async def read_pieces(
    connection: Connection,
    frame: Frame,
    cuts: Split,
    summary: Summary[S],
    *,
    edges: Times = _NO_EDGES,
    judged: bool = True,
    judge_lead: bool = False,
) -> list[Rolled[S] | Read]:
    """Read the pieces of a range that is split at `cuts`, in time order; there is at least one.

    Windows are also cut at `edges`. With `judge_lead` the reading that holds when the range begins
    is judged then. It takes one round trip, another one if the pieces are `judged` by limits with
    grace, and more only for windows that several channels fed.
    """
    parts = [(part, _edges(part, edges)) for part in cuts.parts]
    begins = [part[0] for part in cuts.parts if judged and part != cuts.rolled]
    known = dict(zip(begins, await load_known(connection, frame, begins), strict=True))
    questions = [
        summary.question if part == cuts.rolled else frame.question(inner, known.get(part[0]))
        for part, inner in parts
    ]
    answers = iter(await ask(connection, [asked for asked in questions if asked is not None]))
    pieces: list[Rolled[S] | Read] = []
    for (part, inner), question in zip(parts, questions, strict=True):
        if part == cuts.rolled:
            pieces.append(Rolled(part, summary.decode(next(answers))))
            continue
        before, lead = known.get(part[0]), judge_lead and part == cuts.before
        if question is None:
            window = await frame.load_window(connection, inner, known=before, judge_lead=lead)
        else:
            window = frame.decode_window(inner, next(answers), known=before, judge_lead=lead)
        pieces.append(Read.of(window))
    return pieces


async def read_whole(connection: Connection, frame: Frame) -> Read:
    """Read all of a range from readings, as one piece that is not to be judged."""
    return Read.of(await frame.load_window(connection, np.array([frame.start, frame.end])))


def _edges(part: Span, edges: Times) -> Times:
    """Return where a part begins, the edges inside it, and where it ends."""
    start, end = part
    inside = edges[(edges > start) & (edges < end)]
    return np.concatenate([[start], inside, [end]]).astype(np.int64)
