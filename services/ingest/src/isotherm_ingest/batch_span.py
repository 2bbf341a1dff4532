"""The span of a batch: from taking its messages to their acknowledgement.

It begins a trace of its own, as a batch has messages of many devices, and links to theirs.
"""

import time
from collections.abc import Callable, Iterable

from isotherm.process import tracing
from isotherm_ingest.batch.ledger import Counts, Ledger
from isotherm_ingest.mqtt.arrivals import Arrivals

MOST_A_SECOND = 5
"""Batches recorded in a second: of those with links to devices' traces, and of those without.

Under load there are dozens of small batches in a second, each with up to 32 links. Recording all
of them takes a quarter of ingest's processor time.
"""
_COUNTED = ("decoded", "undecodable", "stored", "duplicate", "rejected", "ignored")


class BatchSpans:
    """Starts the spans of an ingest's batches, of only so many a second."""

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._second = 0
        self._left = {True: 0, False: 0}

    def start(self, arrivals: Arrivals) -> tracing.Span:
        """Start the span of a batch; one with only worker's ticks, or one too many, gets none."""
        if not tracing.is_on() or not (messages := sum(arrivals.received.values())):
            return tracing.NOTHING
        links = arrivals.traces()
        if not self._takes(linked=bool(links)):
            return tracing.NOTHING
        return tracing.span(
            "ingest batch",
            kind="consumer",
            root=True,
            links=links,
            attributes={
                "messaging.system": "mqtt",
                "messaging.operation.name": "store",
                "messaging.operation.type": "process",
                "messaging.batch.message_count": messages,
            },
        )

    def _takes(self, *, linked: bool) -> bool:
        second = int(self._clock_s())
        if second != self._second:
            self._second, self._left = second, dict.fromkeys(self._left, MOST_A_SECOND)
        self._left[linked] -= 1
        return self._left[linked] >= 0


def describe(span: tracing.Span, ledger: Ledger) -> None:
    """Set what came of the messages and their elements, as the ledger counts them."""
    if span.recording:
        total = _total(ledger.values())
        for name in _COUNTED:
            span.set(f"isotherm.{name}", getattr(total, name))


def _total(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for of_hour in counts:
        total.add(of_hour)
    return total
