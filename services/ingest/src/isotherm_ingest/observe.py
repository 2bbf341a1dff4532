"""Count a committed batch in the metrics."""

from collections.abc import Iterator

from isotherm_ingest import metrics
from isotherm_ingest.batch.ledger import Ledger
from isotherm_ingest.store.stored import Stored

_SAMPLE = 20
_MESSAGE_KINDS = ("received", "decoded", "undecodable")
_ELEMENT_KINDS = ("offered", "stored", "duplicate", "rejected", "ignored")


def observe(stored: Stored, now: int) -> None:
    """Count a batch that was committed at `now` (µs)."""
    metrics.BATCHES.inc()
    _count(stored.ledger)
    for refused in stored.refused:
        metrics.REJECTS.labels(refused.refusal.reason.value).inc()
    for measured_at, received_at in _sample(stored):
        metrics.MEASURED_TO_STORED.observe(max(0, now - measured_at) / 1e6)
        metrics.RECEIVED_TO_STORED.observe(max(0, now - received_at) / 1e6)


def _count(ledger: Ledger) -> None:
    for counts in ledger.values():
        for kind in _MESSAGE_KINDS:
            metrics.MESSAGES.labels(kind).inc(getattr(counts, kind))
        for kind in _ELEMENT_KINDS:
            metrics.ELEMENTS.labels(kind).inc(getattr(counts, kind))


def _sample(stored: Stored) -> Iterator[tuple[int, int]]:
    """Yield when some readings were measured and received (µs), spread evenly over the batch.

    To observe each of many thousands would cost more than to store them.
    """
    rows, columns = stored.kept.stored, stored.columns
    for row in rows[:: max(1, len(rows) // _SAMPLE)]:
        yield row.measured_at, row.received_at
    if columns is not None:
        every = slice(None, None, max(1, len(columns) // _SAMPLE))
        yield from zip(columns.at[every].tolist(), columns.received[every].tolist(), strict=True)
