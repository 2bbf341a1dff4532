"""Gaps and runs of faults, from how long readings hold. Pure."""

import numpy as np

from isotherm.history.window import Held
from isotherm.instants import ALWAYS, SECOND, Times

OPEN = ALWAYS
"""The end of a gap that has not ended."""


def gaps(held: Held) -> tuple[Times, Times]:
    """Return begin and end of each gap after a reading, in time order."""
    since, until = held.at[held.silent], held.following[held.silent]
    if held.open and len(held.silent) and held.silent[-1]:
        until = until.copy()
        until[-1] = OPEN
    return since, until


def covered_s(held: Held, start: int, end: int) -> float:
    """Return how many seconds of a range are in no gap; `end` must be at most now."""
    length = np.minimum(held.until, end) - np.maximum(held.at, start)
    return float(length[length > 0].sum()) / SECOND


def faults(held: Held, start: int, end: int) -> list[tuple[int, int]]:
    """Return the runs from a faulty reading until the next one without fault, inside a range.

    A gap ends a run at its last reading, so a single faulty reading before a gap is an instant.
    """
    faulty = held.faulty
    if not faulty.any():
        return []
    goes_on = np.zeros(len(faulty), np.bool_)
    goes_on[1:] = faulty[:-1] & ~held.silent[:-1]
    begins = np.nonzero(faulty & ~goes_on)[0]
    ends = np.nonzero(faulty & ~np.append(goes_on[1:] & faulty[1:], False))[0]
    runs = []
    for since, until in zip(held.at[begins].tolist(), held.until[ends].tolist(), strict=True):
        if since == until:
            if start <= since < end:
                runs.append((since, until))
        elif max(since, start) < min(until, end):
            runs.append((max(since, start), min(until, end)))
    return runs
