"""Date the elements of a message by its clock and by when it was published.

A device's clock may be ahead, or may never have been set, and an element may have no time at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from isotherm.instants import MINUTE, Micros
from isotherm.quality import Quality
from isotherm_ingest.batch.elements import Element, Work

CLOCK_AHEAD_LIMIT = 5 * MINUTE
CLOCK_NEARLY_AHEAD = 4 * MINUTE
"""From here on a second delivery might be placed differently from the first."""


@dataclass(slots=True)
class Dated:
    """The elements of a message with their instants."""

    elements: list[tuple[Element, Micros, Quality, bool]]
    """Each with its instant, its quality, and whether ingest chose the instant."""
    ignored: int = 0
    """Elements that make no reading."""
    once: bool = False
    """Whether a second delivery might be dated differently."""
    timed: bool = False
    """Whether the message shows whether the device's clock is right."""
    skew_ms: int | None = None
    """How far the device's clock is ahead; None if it is right."""


def date_elements(work: Work, timed: Sequence[tuple[Element, Micros | None]]) -> Dated:
    """Date the elements of a message; each comes with the instant it says, None if it has none."""
    instants = [at for _, at in timed if at is not None]
    lead = max(instants) - work.instant if instants else 0
    ahead = lead > CLOCK_AHEAD_LIMIT
    dated = Dated(
        [],
        once=lead > CLOCK_NEARLY_AHEAD or len(instants) < len(timed),
        timed=bool(instants),
        skew_ms=lead // 1000 if ahead else None,
    )
    untimed_at = work.instant
    for element, at in timed:
        if work.message.retained and (at is None or ahead):
            dated.ignored += 1  # a retained message without a time may be of any age
        elif at is None:
            quality = Quality.TIME_UNSURE if work.unsure else Quality.NONE
            dated.elements.append((element, untimed_at, quality, True))
            untimed_at += 1
        elif ahead:
            dated.elements.append((element, at - lead, Quality.CLOCK_AHEAD, True))
        else:
            dated.elements.append((element, at, Quality.NONE, False))
    return dated
