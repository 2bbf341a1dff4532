"""Observe committed batches: count them in the metrics, and warn about refused readings."""

import time
from collections.abc import Callable, Iterator

from isotherm.process import tracing
from isotherm_ingest import metrics
from isotherm_ingest.batch.ledger import Ledger
from isotherm_ingest.refusals import Warner
from isotherm_ingest.store.stored import Stored

_SAMPLE = 20


class Observer:
    """Counts committed batches, and warns about their refusals."""

    def __init__(self, now: Callable[[], int]) -> None:
        """`now` returns µs since 1970."""
        self._now, self._warner = now, Warner()

    def committed(self, stored: Stored, began: float) -> None:
        """Count a batch that was taken at `began` (monotonic s) and is committed now."""
        metrics.COMMIT.observe(time.monotonic() - began)
        metrics.BATCHES.inc()
        _count(stored.ledger)
        for refused in stored.refused:
            metrics.REJECTS.labels(refused.refusal.reason.value).inc()
        now, exemplar = self._now(), _exemplar()
        for measured_at, received_at in _sample(stored):
            metrics.MEASURED_TO_STORED.observe(max(0, now - measured_at) / 1e6, exemplar)
            metrics.RECEIVED_TO_STORED.observe(max(0, now - received_at) / 1e6, exemplar)
        self._warner.warn_all(stored.refused, began)


def _exemplar() -> dict[str, str] | None:
    """Return what leads from an observation to the trace of its batch, None if none is recorded."""
    ids = tracing.current()
    return None if ids is None else {"trace_id": ids[0]}


def _count(ledger: Ledger) -> None:
    received = sum(counts.received for counts in ledger.values())
    metrics.BATCH_MESSAGES.observe(received)
    for counts in ledger.values():
        for kind in metrics.MESSAGE_KINDS:
            metrics.MESSAGES.labels(kind).inc(getattr(counts, kind))
        for kind in metrics.ELEMENT_KINDS:
            metrics.ELEMENTS.labels(kind).inc(getattr(counts, kind))


def _sample(stored: Stored) -> Iterator[tuple[int, int]]:
    """Yield when some readings were measured and received (µs), spread evenly over the batch.

    Observing every reading would cost more than storing it.
    """
    rows, columns = stored.kept.stored, stored.columns
    for row in rows[:: _step(len(rows))]:
        yield row.measured_at, row.received_at
    if columns is not None:
        every = slice(None, None, _step(len(columns)))
        yield from zip(columns.at[every].tolist(), columns.received[every].tolist(), strict=True)


def _step(count: int) -> int:
    """Return the distance of samples that takes at most `_SAMPLE` of so many."""
    return max(1, -(-count // _SAMPLE))
