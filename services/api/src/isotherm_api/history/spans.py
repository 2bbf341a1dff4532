"""Gaps and runs of faults inside a stretch of time, made one where they touch: pure."""

from collections.abc import Sequence

from isotherm.history.spans import OPEN, gaps
from isotherm.history.window import Held
from isotherm_api.history.split import Stretch


def silences(held: Held, start: int, end: int) -> list[Stretch]:
    """The gaps of a stretch that ends at most now, also the one before the first reading."""
    since, until = gaps(held)
    found = [
        (begin, end if finish == OPEN else finish)
        for begin, finish in zip(since.tolist(), until.tolist(), strict=True)
    ]
    found.insert(0, (start, int(held.at[0]) if len(held.at) else end))
    return clipped(found, start, end)


def clipped(
    spans: Sequence[Stretch], start: int, end: int, *, instants: bool = False
) -> list[Stretch]:
    """The parts of some spans inside a stretch; single instants only where they are wanted."""
    inside = [(max(a, start), min(b, end)) for a, b in spans]
    return [(a, b) for a, b in inside if a < b or (instants and a == b < end)]
