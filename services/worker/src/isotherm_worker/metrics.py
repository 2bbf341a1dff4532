"""What the worker counts."""

from prometheus_client import Counter, Gauge, Histogram

TICKS = Counter("isotherm_worker_ticks_total", "Ticks the broker took")
TICK_FAILURES = Counter("isotherm_worker_tick_failures_total", "Ticks that were not published")
DAYS_MADE = Counter("isotherm_worker_days_made_total", "Day partitions made ahead")
ENTRIES_FOLDED = Counter("isotherm_worker_ledger_entries_folded_total", "Ledger entries folded")
REJECTS_NOT_KEPT = Counter(
    "isotherm_worker_rejects_not_kept_total", "Rejects past their budget, only counted", ["reason"]
)
REJECTS_PRUNED = Counter("isotherm_worker_rejects_pruned_total", "Rejects past their time")
SUSPECTS_CLEARED = Counter("isotherm_worker_suspects_cleared_total", "Suspects found plausible")
JOB_SECONDS = Histogram("isotherm_worker_job_seconds", "How long a unit of work took", ["job"])
JOB_FAILURES = Counter("isotherm_worker_job_failures_total", "Units of work that failed", ["job"])
LAST_DONE = Gauge(
    "isotherm_worker_job_done_timestamp_seconds", "When a unit of work last succeeded", ["job"]
)

BROKER_DROPPED = Counter(
    "isotherm_worker_broker_dropped_messages_total",
    "Messages the broker threw away after it had acknowledged them; seen by this worker",
)
BROKER_CONNECTED = Gauge("isotherm_worker_broker_connected_count", "1 while it can be watched")
BROKER_QUEUED = Gauge("isotherm_worker_broker_queued_messages", "Messages that wait in the broker")
BROKER_SHARED = Gauge(
    "isotherm_worker_broker_shared_subscriptions_count", "For how many ingests it keeps messages"
)
TICK_AGE = Gauge("isotherm_worker_tick_age_seconds", "Age of the last tick the broker gave back")
INSTANCES = Gauge(
    "isotherm_worker_ingest_instances_count", "Ingest instances by what they do", ["state"]
)
DIFFERENCES = Gauge(
    "isotherm_worker_ledger_differences_count", "Hours that do not balance now", ["kind"]
)
ROWS_CHECKED = Counter("isotherm_worker_ledger_rows_checked_total", "Readings counted in checks")
ALERTS = Gauge("isotherm_worker_alerts_count", "Alerts that are open", ["kind"])

CLOSED_TO = Gauge(
    "isotherm_worker_closed_to_timestamp_seconds",
    "Readings before it that are stored later are noted; as this worker moved it",
)
ROLLED_HOURS = Counter(
    "isotherm_worker_rolled_hours_total", "Sensors' hours rolled up for the first time"
)
REDONE_HOURS = Counter("isotherm_worker_redone_hours_total", "Sensors' hours rolled up again")
ROLLED_TO_LAG = Gauge(
    "isotherm_worker_rolled_to_lag_seconds", "How long ago the sensor furthest behind is rolled to"
)
BEHIND = Gauge("isotherm_worker_sensors_behind_count", "Sensors not rolled up for two hours")
DIRTY = Gauge("isotherm_worker_dirty_rows_count", "Notes of what is to be rolled up again")
DAYS_DROPPED = Counter("isotherm_worker_days_dropped_total", "Days of raw readings dropped")
INTERVALS_LEARNED = Counter("isotherm_worker_intervals_learned_total", "Intervals learned")
