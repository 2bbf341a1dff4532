"""Corrections of a sensor's history, applied to its readings whenever they are read. Pure.

Stored readings never change. Corrections apply in this order, whatever the order in which they were
made:

    time       readings stored within `start` and `end` move by `shift`; then all are in time order,
               none is lost
    unit       readings that are now within `start` and `end` are read in another unit; a suspect
               one counts if its new value is one that any place can have
    set_aside  readings that are now within `start` and `end` do not count

So people select for the last two what they see.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from isotherm.history.readings import Readings
from isotherm.history.rules import Numbers
from isotherm.instants import Micros, Times
from isotherm.plausible import AIR_HIGH, AIR_LOW
from isotherm.quality import Quality
from isotherm.units import (
    ABSOLUTE_ZERO,
    HOTTEST,
    STEPS,
    Unit,
    from_celsius,
    rounded,
    to_celsius,
)

_SHORT = 1_000.0
Kind = Literal["set_aside", "unit", "time"]


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of a sensor from `start` until before `end`, in µs since 1970.

    Two of the same kind never overlap, and of kind `time` neither do the ranges shifted into.
    """

    kind: Kind
    start: Micros
    end: Micros
    shift: Micros = 0
    """By how much readings move; only of kind `time`."""
    read_as: Unit = "C"
    """The unit that values were taken to be in; only of kind `unit`."""
    sent_as: Unit = "C"
    """The unit that values were really in."""

    def holds(self, at: Times) -> NDArray[np.bool_]:
        """Return whether each instant is within the correction."""
        within: NDArray[np.bool_] = (at >= self.start) & (at < self.end)
        return within


def apply(readings: Readings, corrections: Iterable[Correction]) -> Readings:
    """Return all of a sensor's readings as its corrections make them, in time order.

    The readings must include all that are shifted beside or among them: a part of a history is
    corrected as `isotherm.history.load` does it.
    """
    corrections = list(corrections)
    shift = np.zeros(len(readings), np.int64)
    for correction in corrections:
        if correction.kind == "time":
            shift[correction.holds(readings.at)] = correction.shift
    return correct_values(in_order(readings, shift), corrections)


def in_order(readings: Readings, shift: Times) -> Readings:
    """Return stored readings moved by their shifts (µs), in time order.

    If two come to the same instant, the one that was not moved is first, and the other one moves on
    to the next free microsecond, as do those that it then meets.
    """
    if not shift.any():
        return readings
    at = readings.at + shift
    order = np.lexsort((readings.at, shift != 0, at))
    return Readings(spread(at[order]), readings.value[order], readings.quality[order])


def spread(at: Times) -> Times:
    """Return instants in order such that each is at least 1 µs after the one before it."""
    rank = np.arange(len(at))
    spread_at: Times = np.maximum.accumulate(at - rank) + rank
    return spread_at


def correct_values(readings: Readings, corrections: Sequence[Correction]) -> Readings:
    """Return readings with the corrections of their values and of what counts."""
    value, quality = readings.value, readings.quality
    for correction in corrections:
        if correction.kind != "unit":
            continue
        within = correction.holds(readings.at)
        read_again = convert(value, correction)
        impossible = (read_again < ABSOLUTE_ZERO) | (read_again > HOTTEST)
        # it was suspect for a value that it does not have, and ingest doubts none of these
        possible = (read_again >= AIR_LOW) & (read_again <= AIR_HIGH)
        value = np.where(within, read_again, value)
        quality = np.where(within & possible, quality & ~int(Quality.SUSPECT), quality)
        quality = np.where(within & impossible, quality | int(Quality.SUSPECT), quality)
    for correction in corrections:
        if correction.kind == "set_aside":
            within = correction.holds(readings.at)
            quality = np.where(within, quality | int(Quality.SET_ASIDE), quality)
    return Readings(readings.at, value, quality.astype(np.int16, copy=False))


def convert(value: Numbers, correction: Correction) -> Numbers:
    """Return values in °C as they are if they were sent in the unit that a correction says."""
    return rounded(to_celsius(_as_sent(value, correction.read_as), correction.sent_as))


def _as_sent(celsius: Numbers, unit: Unit) -> Numbers:
    """Return the numbers that were sent, if they were read as of this unit.

    A value in °C is rounded, and that is up to 0.00009 °F: 4 °C that were read as °F would come
    back as 3.9999, below a limit of 4. So a number with three decimals that close is the one sent.
    """
    sent = from_celsius(celsius, unit)
    if unit != "F":
        return sent
    short = np.rint(sent * _SHORT) / _SHORT
    return np.where(np.abs(short - sent) < 1.0 / STEPS, short, sent)
