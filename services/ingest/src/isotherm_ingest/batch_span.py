"""The span of a batch: from taking its messages to their acknowledgement.

It begins a trace of its own, as a batch has messages of many devices, and links to theirs.
"""

from collections.abc import Iterable

from isotherm.process import tracing
from isotherm_ingest.batch.ledger import Counts, Ledger
from isotherm_ingest.mqtt.arrivals import Arrivals

_COUNTED = ("decoded", "undecodable", "stored", "duplicate", "rejected", "ignored")


def batch_span(arrivals: Arrivals) -> tracing.Span:
    """Start the span of a batch; one that has only worker's ticks gets none that is recorded."""
    if not tracing.is_on() or not (messages := sum(arrivals.received.values())):
        return tracing.NOTHING
    return tracing.span(
        "ingest batch",
        kind="consumer",
        root=True,
        links=arrivals.traces(),
        attributes={
            "messaging.system": "mqtt",
            "messaging.operation.name": "store",
            "messaging.operation.type": "process",
            "messaging.batch.message_count": messages,
        },
    )


def describe(span: tracing.Span, ledger: Ledger) -> None:
    """Set what came of the messages and their elements, as the ledger counts them."""
    if span.recording:
        total = _total(ledger.values())
        for name in _COUNTED:
            span.set(f"isotherm.{name}", getattr(total, name))


def _total(counts: Iterable[Counts]) -> Counts:
    total = Counts()
    for each in counts:
        total.add(each)
    return total
