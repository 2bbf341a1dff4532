"""Date the elements of a message by its clock and by when it was published.

A device's clock may be ahead, or may never have been set, and an element may have no time at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise

from isotherm.instants import DAY, MINUTE, SECOND, Micros
from isotherm.quality import Quality
from isotherm_ingest.batch.elements import Element, Work
from isotherm_ingest.place.clock_runs import find_runs

CLOCK_AHEAD_LIMIT = MINUTE
CLOCK_NEARLY_AHEAD = CLOCK_AHEAD_LIMIT - 10 * SECOND
"""From here on a second delivery might be placed differently from the first."""
SENT_AFTER = 2 * SECOND
"""A time that is ahead is moved to this much before publishing. Its reading was measured before it
was sent, and must not hide one that follows at once, whose time may be in whole seconds."""
LEAST_ERROR = 30 * SECOND
"""Smaller errors of a clock are not shown."""
LONGEST_UNSET = 30 * DAY
"""Times of a clock that was never set that are further apart tell no distance: it began anew at
another instant in between."""

_Timed = tuple[Element, Micros | None]


@dataclass(slots=True)
class DatedElement:
    """An element with the instant at which it was measured."""

    element: Element
    at: Micros
    quality: Quality = Quality.NONE
    moved: bool = False
    """Whether ingest chose the instant, so that it may be moved on if it is taken."""


@dataclass(slots=True)
class Dated:
    """The elements of a message with their instants."""

    elements: list[DatedElement] = field(default_factory=list)
    ignored: int = 0
    """Elements that make no reading."""
    once: bool = False
    """Whether a second delivery might be dated differently."""
    lead: Micros | None = None
    """How far the device's clock is ahead, negative if its newest time lies behind; None if the
    message does not show it."""


def date_elements(work: Work, timed: Sequence[_Timed]) -> Dated:
    """Date the elements of a message; each comes with the instant it says, None if it has none."""
    instants = [at for _, at in timed if at is not None]
    runs = _runs(instants, work.instant)
    leads = {at: lead for at_of_run, lead in runs for at in at_of_run if lead > CLOCK_AHEAD_LIMIT}
    dated = Dated(once=len(instants) < len(timed))
    if runs:
        dated.once = dated.once or runs[0][1] > CLOCK_NEARLY_AHEAD
        if not work.message.retained:  # it may have been published long ago
            dated.lead = max(runs, key=lambda run: len(run[0]))[1]
    until = max((element.index or 0 for element, at in timed if at is not None), default=-1)
    untimed = _date_untimed(work, [element for element, at in timed if at is None], until)
    for element, at in timed:
        if work.message.retained and (at is None or at in leads):
            dated.ignored += 1  # a retained message without a time may be of any age
        elif at is None:
            dated.elements.append(next(untimed))
        elif at in leads:
            quality = Quality.CLOCK_AHEAD | _doubt(work)
            dated.elements.append(
                DatedElement(element, at - leads[at] - SENT_AFTER, quality, moved=True)
            )
        else:
            dated.elements.append(DatedElement(element, at))
    return dated


def _runs(instants: Sequence[Micros], published: Micros) -> list[tuple[list[Micros], Micros]]:
    """Return the runs of the times, latest first, each with how far its last time is ahead."""
    if not instants:
        return []
    times = sorted(instants)
    lead = times[-1] - published
    if lead <= CLOCK_AHEAD_LIMIT:
        return [(times, lead)]
    runs = find_runs(times, published, CLOCK_AHEAD_LIMIT)
    return [(times[run.start : run.stop], times[run.stop - 1] - published) for run in runs]


def _doubt(work: Work) -> Quality:
    return Quality.TIME_UNSURE if work.unsure else Quality.NONE


def _date_untimed(work: Work, elements: Sequence[Element], until: int) -> Iterator[DatedElement]:
    """Yield elements without a time that can be true, dated by when the message was published.

    Those that tell their distances keep them, and the newest was measured at publishing. Of the
    others the last one was measured then; when the others were, is not known. Nor is it when an
    unset clock showed the times before `until`, the index of the last element with a true one.
    """
    doubt = _doubt(work)
    distances = _distances([element.at for element in elements if element.unset])
    alike = [element for element in elements if element.at not in distances]
    last = alike[-1] if alike and _is_last(work, alike[-1]) else None
    free = count(work.instant + bool(distances))
    sure = _is_monotonic([element.at for element in elements if element.at in distances])
    for element in elements:
        quality = Quality.TIME_UNSURE if element.earlier else doubt
        if element.unset:
            quality |= Quality.CLOCK_UNSET
            if (element.index or 0) < until:
                quality |= Quality.TIME_UNSURE
        if element.at is not None and element.at in distances:
            distance = distances[element.at]
            if distance and not sure:
                quality |= Quality.TIME_UNSURE
            yield DatedElement(element, work.instant - distance, quality, moved=True)
        else:
            if (distances and element.unset) or element is not last:
                quality |= Quality.TIME_UNSURE
            yield DatedElement(element, next(free), quality, moved=True)


def _is_last(work: Work, element: Element) -> bool:
    """Return whether no element follows in the message that was refused when it was decoded."""
    refused = (refusal.index or 0 for refusal in work.decoded.refusals)
    return element.index is None or element.index > max(refused, default=-1)


def _distances(times: Sequence[Micros | None]) -> dict[Micros, Micros]:
    """Return the distance of each time of an unset clock to the newest; empty if all are alike."""
    known = {at for at in times if at is not None}
    newest = max(known, default=0)
    distances = {at: newest - at for at in known if newest - at <= LONGEST_UNSET}
    return distances if len(distances) > 1 else {}


def _is_monotonic(times: Sequence[Micros | None]) -> bool:
    """Return whether times only rise or only fall: a clock that steps back has begun anew."""
    steps = [
        later - earlier
        for earlier, later in pairwise(times)
        if earlier is not None and later is not None
    ]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)
