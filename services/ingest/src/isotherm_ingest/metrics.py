"""The metrics of ingest."""

from prometheus_client import Counter, Gauge, Histogram

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600, 3600, 86_400)

MESSAGES = Counter(
    "isotherm_ingest_messages_total", "Messages from sensors, as counted in the ledger", ["kind"]
)
ELEMENTS = Counter(
    "isotherm_ingest_elements_total", "Elements of messages, as counted in the ledger", ["kind"]
)
REJECTS = Counter("isotherm_ingest_rejects_total", "Rejects by reason", ["reason"])
BATCHES = Counter("isotherm_ingest_batches_total", "Batches committed")
COMMIT = Histogram(
    "isotherm_ingest_commit_seconds",
    "From taking a batch to its commit, retries included",
    buckets=_BUCKETS,
)
MEASURED_TO_STORED = Histogram(
    "isotherm_ingest_measured_to_stored_seconds",
    "From measurement to commit, of up to 20 readings per batch",
    buckets=_BUCKETS,
)
RECEIVED_TO_STORED = Histogram(
    "isotherm_ingest_received_to_stored_seconds",
    "From receipt to commit, of up to 20 readings per batch",
    buckets=_BUCKETS,
)
CONNECTED = Gauge("isotherm_ingest_broker_connected", "1 while connected and subscribed")
CONNECTIONS = Counter(
    "isotherm_ingest_broker_connections_total",
    "Connections made, by whether the broker had kept the session",
    ["session"],
)
WAITING = Gauge(
    "isotherm_ingest_waiting_messages", "Messages read from the broker, in no batch yet"
)
OVERFLOWS = Counter(
    "isotherm_ingest_overflows_total",
    "Times that reading from the broker was paused because too many bytes were waiting",
)
STORE_FAILURES = Counter("isotherm_ingest_store_failures_total", "Failed attempts to store a batch")
TICK_AGE = Gauge("isotherm_ingest_tick_age_seconds", "Age of the last tick when it was read")
