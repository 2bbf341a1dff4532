"""What the worker counts."""

from prometheus_client import Counter, Gauge, Histogram

TICKS = Counter("isotherm_worker_ticks_total", "Ticks the broker took")
TICK_FAILURES = Counter("isotherm_worker_tick_failures_total", "Ticks that were not published")
DAYS_MADE = Counter("isotherm_worker_days_made_total", "Day partitions made ahead")
ENTRIES_FOLDED = Counter("isotherm_worker_ledger_entries_folded_total", "Ledger entries folded")
REJECTS_PRUNED = Counter("isotherm_worker_rejects_pruned_total", "Rejects past their time")
SUSPECTS_CLEARED = Counter("isotherm_worker_suspects_cleared_total", "Suspects found plausible")
JOB_SECONDS = Histogram("isotherm_worker_job_seconds", "How long a unit of work took", ["job"])
JOB_FAILURES = Counter("isotherm_worker_job_failures_total", "Units of work that failed", ["job"])
LAST_DONE = Gauge(
    "isotherm_worker_job_done_timestamp_seconds", "When a unit of work last succeeded", ["job"]
)
