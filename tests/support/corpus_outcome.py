"""The readings, rejects and counts of a device, compared with what its case expects."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus_expected import Expected, Reading, Reject

_CLOCK_TOLERANCE_S = 10


@dataclass(slots=True)
class Outcome:
    """What the messages of a device were stored as, or refused for."""

    readings: list[Reading] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    """Each with its whole detail."""
    counts: Counter[str] | None = None
    """How many elements were `duplicate` and `ignored`; None if not known of this device."""
    connection: str | None = None
    skew_s: float = 0


def differing(expected: Expected, outcome: Outcome) -> Iterator[str]:
    """Yield each difference in words."""
    missing, others = unexplained(expected.readings, outcome.readings)
    yield from (f"missing: {reading}" for reading in missing)
    yield from (f"not expected: {reading}" for reading in others)
    yield from _differing_rejects(expected.rejects, outcome.rejects)
    yield from _differing_counts(expected.counts, outcome.counts)
    if expected.connection not in (None, outcome.connection):
        yield f"connection: {outcome.connection} instead of {expected.connection}"
    if expected.skew_s is not None and abs(outcome.skew_s - expected.skew_s) > _CLOCK_TOLERANCE_S:
        yield f"clock ahead by {outcome.skew_s} s instead of {expected.skew_s} s"


def unexplained(
    expected: list[Reading], stored: list[Reading]
) -> tuple[list[Reading], list[Reading]]:
    """Return the readings that are missing and those that are not expected, sorted."""
    missing = Counter(expected) - Counter(stored)
    others = Counter(stored) - Counter(expected)
    for other in sorted(others.elements()):
        anywhen = Reading(other.channel, "?", other.value, other.quality)
        if missing[anywhen] > 0:
            missing[anywhen] -= 1
            others[other] -= 1
    return sorted((+missing).elements()), sorted((+others).elements())


def _differing_counts(expected: Counter[str], counts: Counter[str] | None) -> Iterator[str]:
    if counts is None:
        return
    for name in ("duplicate", "ignored"):
        if counts[name] != expected[name]:
            yield f"{name}: {counts[name]} instead of {expected[name]}"


def _differing_rejects(expected: list[Reject], rejects: list[Reject]) -> Iterator[str]:
    wanted = Counter(reject.reason for reject in expected)
    found = Counter(reject.reason for reject in rejects)
    if wanted != found:
        yield f"rejects: {dict(found)} instead of {dict(wanted)}"
        yield from (f"reject: {reject.reason}: {reject.named}" for reject in rejects)
        return
    for reject in expected:
        details = [actual.named or "" for actual in rejects if actual.reason == reject.reason]
        if not any((reject.named or "") in detail for detail in details):
            yield f"{reject.named} is not named: {details}"
