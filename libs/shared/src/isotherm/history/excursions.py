"""Find when values were beyond their limits, one excursion after another. Pure.

An excursion begins with the first judgement beyond a limit and ends with the next one that is not:
see `judging`, and `grace` for limits with a least duration or a hysteresis. Gaps, and readings
that do not count, judge nothing, so it goes on over them.

    part of an hour of readings      full hours or days        part of an hour of readings
      ───┐      ┌────┐    ┌───         ──────────────            ───────┐
         │      │    │    │     joined                  joined          │
      first=1, then 2 begin, last=1 ──▶ first=last=1 ──▶  first=1, last=0  ──▶  3 excursions
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from isotherm.history.judging import moments, stretches
from isotherm.history.rules import Rules
from isotherm.history.sums import Sums
from isotherm.history.window import Held, Window
from isotherm.instants import ALWAYS, SECOND, Micros

Side = Literal["above", "below"]
SIDES: tuple[Side, ...] = ("above", "below")


@dataclass(frozen=True, slots=True)
class Excursion:
    """Values beyond one limit, or as much of it as lies in one part of a range."""

    since: Micros
    """The first judgement beyond the limit."""
    until: Micros | None
    """The first judgement that is not beyond it any more; None if it goes on."""
    seconds: float
    """For how long values are known to have been beyond it: gaps and faults are not counted."""
    value: float
    """The extreme value, °C; NaN if this part has none."""
    value_at: Micros
    """When it was first judged."""
    exact: bool = True
    """Whether it comes from readings; if from hours alone, it lies within `since` and `until`."""
    times: int = 1
    """How many excursions it stands for; more than one if hours alone cannot part them."""

    def followed_by(self, later: "Excursion", side: Side) -> "Excursion":
        """Return the excursion that goes on as `later`, in the next part."""
        further = is_further(later.value, self.value, side)
        return Excursion(
            self.since,
            later.until,
            self.seconds + later.seconds,
            later.value if further else self.value,
            later.value_at if further else self.value_at,
            self.exact and later.exact,
            self.times + later.times - 1,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a part of a range."""

    first: int
    """Whether the first judgement was beyond the limit: 1 or 0, and -1 if nothing was judged."""
    last: int
    first_at: Micros
    """When something was first judged; ALWAYS if never."""
    carried_s: float
    """Seconds beyond the limit before the first judgement, by a value that was judged before."""
    excursions: list[Excursion]
    """In time order; only the newest ones, if the caller wants no more."""
    begun: int
    """How many begin or go on here, also those that are not listed."""
    seconds: float
    """Beyond the limit in all of them, and before the first judgement."""
    exact: bool = True


def is_further(value: float, than: float, side: Side) -> bool:
    """Return whether a value is further beyond a limit; every value is further than NaN."""
    return than != than or (value > than if side == "above" else value < than)


def of_window(window: Window, held: Held, side: Side, most: int) -> Part:
    """Return one side of a window, with at most the newest `most` excursions."""
    judged, held_for = moments(window, held), stretches(window, held)
    beyond: np.ndarray = getattr(judged, side)
    holding: np.ndarray = held_for.counts & getattr(held_for, side)
    length = (held_for.until - held_for.at) / SECOND
    total = float(length[holding].sum())
    if not len(judged.at):
        return Part(-1, -1, ALWAYS, total, [], 0, total)
    edges = np.diff(np.concatenate([[False], beyond, [False]]).astype(np.int8))
    begins, ends = np.nonzero(edges == 1)[0], np.nonzero(edges == -1)[0]
    owner = np.searchsorted(judged.at, held_for.at[holding], "right") - 1
    carried = owner < 0
    added = np.concatenate([[0.0], np.cumsum(np.bincount(
        owner[~carried], length[holding][~carried], len(judged.at)
    ))])  # fmt: skip
    pick = np.argmax if side == "above" else np.argmin
    excursions = []
    for begin, end in zip(begins[-most:].tolist(), ends[-most:].tolist(), strict=True):
        furthest = begin + int(pick(judged.value[begin:end]))
        excursions.append(
            Excursion(
                int(judged.at[begin]),
                int(judged.at[end]) if end < len(beyond) else None,
                float(added[end] - added[begin]),
                float(judged.value[furthest]),
                int(judged.at[furthest]),
            )
        )
    return Part(
        int(beyond[0]),
        int(beyond[-1]),
        int(judged.at[0]),
        float(length[holding][carried].sum()),
        excursions,
        len(begins),
        total,
    )


def of_bin(sums: Sums, index: int, at: Micros, until: Micros, side: Side, *, exact: bool) -> Part:
    """Return one side of an hour or day; `exact` if one excursion goes on through all of it.

    Else an excursion that begins and ends inside is at most as long as from the first reading to
    the last one, and several are one.
    """
    first, last, times, beyond_s = (
        getattr(sums, name)[index].item()
        for name in (f"first_{side}", f"last_{side}", f"{side}_times", f"{side}_s")
    )
    if not times:
        first_at = max(at, int(sums.first_at[index])) if first >= 0 else ALWAYS
        return Part(first, last, first_at, beyond_s, [], 0, beyond_s, exact)
    begin = at if first == 1 else max(at, int(sums.first_at[index]))
    end = None if last == 1 else max(begin, min(until, int(sums.last_at[index])))
    extreme = "most" if side == "above" else "least"
    value, value_at = getattr(sums, extreme)[index], getattr(sums, f"{extreme}_at")[index]
    whole = Excursion(begin, end, beyond_s, float(value), int(value_at), exact, times)
    return Part(first, last, begin, 0.0, [whole], times, beyond_s, exact)


def joined(parts: Iterable[Part], side: Side) -> list[Excursion]:
    """Return the excursions of parts that follow one another, in time order."""
    excursions: list[Excursion] = []
    going = False
    for part in parts:
        mine = part.excursions
        if going:
            last = excursions[-1]
            last = replace(last, seconds=last.seconds + part.carried_s)
            if part.first == 0:
                last = replace(last, until=part.first_at, exact=last.exact and part.exact)
            elif part.first == 1 and mine:
                last, mine = last.followed_by(mine[0], side), mine[1:]
            excursions[-1] = last
        excursions += mine
        if part.first >= 0:
            going = part.last == 1 and bool(excursions)
    return excursions


def limit_at(rules: Rules, at: Micros, side: Side) -> float:
    """Return the limit in force at an instant, °C; NaN if there is none."""
    number = int(np.searchsorted(rules.limits_since, at, "right")) - 1
    return float((rules.high if side == "above" else rules.low)[number]) if number >= 0 else np.nan
