"""The metrics of ingest."""

from isotherm.process.metrics import DELAYS_S, DURATIONS_S, counter, gauge, histogram
from isotherm.reasons import Reason

MESSAGE_KINDS = ("received", "decoded", "undecodable")
ELEMENT_KINDS = ("offered", "stored", "duplicate", "rejected", "ignored")

MESSAGES = counter(
    "isotherm_ingest_messages_total",
    "Messages from sensors, as counted in the ledger: received = decoded + undecodable",
    kind=MESSAGE_KINDS,
)
ELEMENTS = counter(
    "isotherm_ingest_elements_total",
    "Elements of messages, as counted in the ledger: offered is the sum of the other kinds",
    kind=ELEMENT_KINDS,
)
REJECTS = counter("isotherm_ingest_rejects_total", "Rejects", reason=Reason)
BATCHES = counter("isotherm_ingest_batches_total", "Batches committed")
BATCH_MESSAGES = histogram(
    "isotherm_ingest_batch_messages",
    "Messages of committed batches",
    (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000),
)
COMMIT = histogram(
    "isotherm_ingest_commit_seconds",
    "From taking a batch to its commit, retries included",
    (*DURATIONS_S, 600, 3_600),
)
MEASURED_TO_STORED = histogram(
    "isotherm_ingest_measured_to_stored_seconds",
    "From measurement to commit, of up to 20 readings of a batch that came in bulk and 20 others",
    DELAYS_S,
)
RECEIVED_TO_STORED = histogram(
    "isotherm_ingest_received_to_stored_seconds",
    "From receipt to commit, of up to 20 readings of a batch that came in bulk and 20 others",
    DELAYS_S,
)
CONNECTED = gauge("isotherm_ingest_broker_connected", "1 while connected and subscribed, else 0")
CONNECTIONS = counter(
    "isotherm_ingest_broker_connections_total",
    "Connections made, by whether the broker had kept the session",
    session=("kept", "new"),
)
WAITING = gauge(
    "isotherm_ingest_waiting_messages", "Messages read from the broker, in no batch yet"
)
UNACKNOWLEDGED = gauge(
    "isotherm_ingest_unacknowledged_messages",
    "Messages that the broker has delivered and that are not acknowledged yet",
)
OVERFLOWS = counter(
    "isotherm_ingest_overflows_total",
    "Times that reading from the broker was paused because too many bytes were waiting",
)
STORE_FAILURES = counter("isotherm_ingest_store_failures_total", "Failed attempts to store a batch")
TICK_AGE = gauge(
    "isotherm_ingest_tick_age_seconds",
    "Age of the last tick when it was read; NaN before the first",
    unknown=True,
)
REPLAYS = counter(
    "isotherm_ingest_replays_total",
    "Replays of rejects that this ingest has ended",
    result=("done", "failed"),
)
REPLAYED = counter(
    "isotherm_ingest_replayed_rejects_total",
    "Rejects that replays of this ingest have handled",
    result=("replayed", "duplicate", "refused"),
)
