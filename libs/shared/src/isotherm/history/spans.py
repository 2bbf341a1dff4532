"""Gaps and runs of faults, from how long readings hold: pure."""

import numpy as np

from isotherm.history.window import Held
from isotherm.instants import ALWAYS, SECOND, Times

OPEN = ALWAYS
"""In place of the end of a gap that goes on."""


def gaps(held: Held) -> tuple[Times, Times]:
    """Begin and end of each gap between readings, by time; what is before the first is left out."""
    since, until = held.at[held.silent], held.following[held.silent]
    if held.open and len(held.silent) and held.silent[-1]:
        until = until.copy()
        until[-1] = OPEN
    return since, until


def covered_s(held: Held, start: int, end: int) -> float:
    """How many seconds of a range are in no gap; `end` is at most now."""
    length = np.minimum(held.until, end) - np.maximum(held.at, start)
    return float(length[length > 0].sum()) / SECOND


def faults(held: Held, start: int, end: int) -> list[tuple[int, int]]:
    """Runs from the first faulty reading until the next without fault, inside a range.

    A gap ends a run with its last reading, so that one faulty reading before a gap is an instant.
    """
    faulty = held.faulty
    if not faulty.any():
        return []
    goes_on = np.zeros(len(faulty), np.bool_)
    goes_on[1:] = faulty[:-1] & ~held.silent[:-1]
    begins = np.nonzero(faulty & ~goes_on)[0]
    ends = np.nonzero(faulty & ~np.append(goes_on[1:] & faulty[1:], False))[0]
    found = []
    for since, until in zip(held.at[begins].tolist(), held.until[ends].tolist(), strict=True):
        if since == until:
            if start <= since < end:
                found.append((since, until))
        elif max(since, start) < min(until, end):
            found.append((max(since, start), min(until, end)))
    return found
