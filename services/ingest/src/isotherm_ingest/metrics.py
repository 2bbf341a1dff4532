"""What Prometheus is told of ingest."""

from collections.abc import Iterator

from prometheus_client import Counter, Gauge, Histogram

from isotherm_ingest.ledger import Ledger
from isotherm_ingest.store import Stored

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600, 86_400)
_SAMPLE = 20

MESSAGES = Counter(
    "isotherm_ingest_messages_total", "Messages from sensors, as the ledger has them", ["kind"]
)
ELEMENTS = Counter(
    "isotherm_ingest_elements_total", "Elements of messages, as the ledger has them", ["kind"]
)
REJECTS = Counter("isotherm_ingest_rejects_total", "Rejects by reason", ["reason"])
BATCHES = Counter("isotherm_ingest_batches_total", "Batches committed")
COMMIT = Histogram(
    "isotherm_ingest_commit_seconds", "From the first try to store a batch to its commit",
    buckets=_BUCKETS,
)  # fmt: skip
MEASURED_TO_STORED = Histogram(
    "isotherm_ingest_measured_to_stored_seconds",
    "From measurement to commit, of up to 20 readings a batch",
    buckets=_BUCKETS,
)
RECEIVED_TO_STORED = Histogram(
    "isotherm_ingest_received_to_stored_seconds",
    "From receipt to commit, of up to 20 readings a batch",
    buckets=_BUCKETS,
)
CONNECTED = Gauge("isotherm_ingest_broker_connected_count", "1 while connected and subscribed")
CONNECTIONS = Counter(
    "isotherm_ingest_broker_connections_total", "Connections made, by whether a session was kept",
    ["session"],
)  # fmt: skip
WAITING = Gauge(
    "isotherm_ingest_waiting_messages", "Messages read from the broker, in no batch yet"
)
OVERFLOWS = Counter(
    "isotherm_ingest_overflows_total", "Connections ended because too many bytes were waiting"
)
DATABASE_AWAY = Counter(
    "isotherm_ingest_store_failures_total", "Tries to store a batch that did not succeed"
)
TICK_AGE = Gauge("isotherm_ingest_tick_age_seconds", "Age of the last tick when it was read")

_MESSAGE_KINDS = ("received", "decoded", "undecodable")
_ELEMENT_KINDS = ("offered", "stored", "duplicate", "rejected", "ignored")


def observe(stored: Stored, now: int) -> None:
    """Counts a committed batch; `now` in µs."""
    BATCHES.inc()
    _count(stored.ledger)
    for refused in stored.refused:
        REJECTS.labels(refused.refusal.reason.value).inc()
    for at, received in _sample(stored):
        MEASURED_TO_STORED.observe(max(0, now - at) / 1e6)
        RECEIVED_TO_STORED.observe(max(0, now - received) / 1e6)


def _count(ledger: Ledger) -> None:
    for counts in ledger.values():
        for kind in _MESSAGE_KINDS:
            MESSAGES.labels(kind).inc(getattr(counts, kind))
        for kind in _ELEMENT_KINDS:
            ELEMENTS.labels(kind).inc(getattr(counts, kind))


def _sample(stored: Stored) -> Iterator[tuple[int, int]]:
    """When some were measured and received, spread evenly: to observe each of many thousands would
    cost more than storing them."""
    rows, columns = stored.kept.stored, stored.columns
    for row in rows[:: max(1, len(rows) // _SAMPLE)]:
        yield row.measured_at, row.received_at
    if columns is not None:
        every = slice(None, None, max(1, len(columns) // _SAMPLE))
        yield from zip(columns.at[every].tolist(), columns.received[every].tolist(), strict=True)
