"""The metrics of worker."""

from math import nan

from prometheus_client import Counter, Gauge, Histogram

ENDPOINTS = ("broker", "pages")
"""Whose certificates worker looks at."""

TICKS = Counter("isotherm_worker_ticks_total", "Ticks that the broker acknowledged")
TICK_FAILURES = Counter(
    "isotherm_worker_tick_failures_total",
    "Ticks published without a lock, because the database failed or was slow",
)
PARTITIONS_MADE = Counter("isotherm_worker_partitions_made_total", "Day partitions made ahead")
ENTRIES_FOLDED = Counter("isotherm_worker_ledger_entries_folded_total", "Ledger entries folded")
REJECTS_NOT_KEPT = Counter(
    "isotherm_worker_rejects_not_kept_total",
    "Rejects that were only counted, because their budget was used up",
    ["reason"],
)
REJECTS_PRUNED = Counter(
    "isotherm_worker_rejects_pruned_total", "Rejects deleted past their retention"
)
SUSPECTS_CLEARED = Counter(
    "isotherm_worker_suspects_cleared_total", "Suspect readings found plausible"
)
JUMPS_MARKED = Counter(
    "isotherm_worker_jumps_marked_total", "Readings that became suspect as a jump and back"
)
JOB_SECONDS = Histogram(
    "isotherm_worker_job_seconds", "Duration of successful runs of a job, in seconds", ["name"]
)
LAST_DONE = Gauge(
    "isotherm_worker_job_done_timestamp_seconds",
    "When a job last succeeded in this worker",
    ["name"],
)

BROKER_DROPPED = Counter(
    "isotherm_worker_broker_dropped_messages_total",
    "Messages that the broker acknowledged and then dropped, as recorded by this worker",
)
BROKER_CONNECTED = Gauge(
    "isotherm_worker_broker_connected", "1 while a worker is connected to the broker, else 0"
)
BROKER_QUEUED = Gauge(
    "isotherm_worker_broker_queued_messages",
    "About how many messages the broker holds for subscribers; NaN if unknown",
)
BROKER_SHARED = Gauge(
    "isotherm_worker_broker_shared_subscriptions",
    "Shared subscriptions of the broker; NaN if unknown",
)
NOTICES = Counter(
    "isotherm_worker_broker_notices_total", "Lines of the broker's log that this worker received"
)
NOTICES_MISSED = Counter(
    "isotherm_worker_broker_notices_missed_total",
    "Lines of the broker's log that came faster than this worker reads them",
)
ATTEMPTS = Counter(
    "isotherm_worker_broker_attempts_total",
    "Connections to the broker that ended without a login, as recorded by this worker",
    ["kind"],
)
TICK_AGE = Gauge(
    "isotherm_worker_tick_age_seconds",
    "Age of the last tick received from the broker; NaN if none was",
)
INSTANCES = Gauge("isotherm_worker_ingest_instances", "Ingest instances by state", ["state"])
DIFFERENCES = Gauge(
    "isotherm_worker_ledger_differences", "Open differences in the ledger by kind", ["kind"]
)
ROWS_CHECKED = Counter(
    "isotherm_worker_ledger_rows_checked_total", "Stored readings counted to check the ledger"
)
ALERTS = Gauge("isotherm_worker_alerts", "Open alerts by kind", ["kind"])

CLOSED_TO = Gauge(
    "isotherm_worker_closed_to_timestamp_seconds",
    "The mark closed_to, as this worker last moved it: readings stored later leave a dirty range",
)
HOUR_ROLLUPS = Counter(
    "isotherm_worker_hour_rollups_total", "Hours of sensors rolled up for the first time"
)
HOUR_ROLLUPS_REPEATED = Counter(
    "isotherm_worker_hour_rollups_repeated_total", "Hours of sensors rolled up again"
)
ROLLUP_LAG = Gauge(
    "isotherm_worker_rollup_lag_seconds",
    "Age of the hour up to which the sensor furthest behind is rolled up",
)
BEHIND = Gauge(
    "isotherm_worker_sensors_behind",
    "Sensors that are rolled up to an hour more than two hours old",
)
DIRTY = Gauge("isotherm_worker_dirty_ranges", "Ranges that have to be rolled up again")
PARTITIONS_DROPPED = Counter(
    "isotherm_worker_partitions_dropped_total", "Days of raw readings dropped past their retention"
)
PROPOSALS_EXPIRED = Counter(
    "isotherm_worker_proposals_expired_total", "Proposed channels that expired as they were silent"
)
PROPOSALS_DELETED = Counter(
    "isotherm_worker_proposals_deleted_total", "Expired channels without readings that were deleted"
)
INTERVALS_LEARNED = Counter(
    "isotherm_worker_intervals_learned_total",
    "Expected intervals of sensors learned from their readings",
)

ACCOUNT_COMMANDS = Counter(
    "isotherm_worker_account_commands_total",
    "Commands to the broker's dynamic security plugin by result",
    ["command", "result"],
)
ACCOUNT_COMMAND_SECONDS = Histogram(
    "isotherm_worker_account_command_seconds",
    "How long the broker took to answer a command of its administration",
    buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5),
)
CREDENTIAL_WISHES = Counter(
    "isotherm_worker_credential_wishes_total",
    "New passwords of devices by result: applied, refused or expired",
    ["result"],
)
ACCOUNTS_MENDED = Counter(
    "isotherm_worker_accounts_mended_total",
    "Differences between the broker's accounts and the database that worker mended",
    ["kind"],
)
ACCOUNT_DIFFERENCES = Gauge(
    "isotherm_worker_account_differences",
    "Differences between the broker's accounts and the database that remain, by their cure",
    ["cure"],
)
ACCOUNTS_HELD = Gauge(
    "isotherm_worker_accounts_held",
    "1 while differences are only shown, because the broker is ahead of the database",
)
ACCOUNTS_CONNECTED = Gauge(
    "isotherm_worker_accounts_connected",
    "1 while this worker is connected to the broker's administration",
)

DATABASE_BYTES = Gauge("isotherm_worker_database_bytes", "Size of the whole database on disk")
READINGS_BYTES = Gauge(
    "isotherm_worker_database_readings_bytes",
    "Size of raw readings in it with their indexes, sampled once an hour; NaN before",
)
DATABASE_GROWTH = Gauge(
    "isotherm_worker_database_growth_bytes",
    "How much the database grows in a day, on average of up to 7; NaN in the first day",
)
DATABASE_VOLUME = Gauge(
    "isotherm_worker_database_volume_bytes",
    "Size of the volume that the database is on, as worker was told; NaN if it was not",
)
LAST_BACKUP = Gauge(
    "isotherm_worker_last_backup_timestamp_seconds",
    "When the newest good backup was started; NaN if there is none",
)
LAST_BACKUP_BYTES = Gauge(
    "isotherm_worker_last_backup_bytes", "Size of the newest good backup; NaN if there is none"
)
FAILED_BACKUPS = Gauge(
    "isotherm_worker_failed_backups", "Runs of the backup that failed since the newest good one"
)
BACKUP_DUE = Gauge(
    "isotherm_worker_backup_due_timestamp_seconds",
    "When the newest good backup is too old; NaN if no backup is set up and none was ever made",
)
HEARD = Gauge(
    "isotherm_worker_heard_devices",
    "Devices that are connected or whose readings arrived in the last hour",
)
CLOCK_OFF = Gauge(
    "isotherm_worker_clock_off_devices", "Those of them whose clock is wrong by 30 s or more"
)
EXPECTED = Gauge(
    "isotherm_worker_expected_sensors",
    "Sensors with a device that may connect, of which readings have arrived",
)
REPORTING = Gauge(
    "isotherm_worker_reporting_sensors",
    "Those of them of which readings arrived within three of their intervals",
)
CERTIFICATE_SHOWN_EXPIRES = Gauge(
    "isotherm_worker_certificate_expires_timestamp_seconds",
    "When the certificate expires that was last shown to worker; NaN if none was",
    ["shown_by"],
)
CERTIFICATE_SHOWN_LIFETIME = Gauge(
    "isotherm_worker_certificate_lifetime_seconds",
    "From the begin of that certificate to its end; NaN if none was shown",
    ["shown_by"],
)
CERTIFICATE_SHOWN_USABLE = Gauge(
    "isotherm_worker_certificate_usable",
    "1 if clients accept that certificate, 0 if they refuse it; NaN if none was shown",
    ["shown_by"],
)

BROKER_STARTS = Counter(
    "isotherm_worker_keeper_starts_total", "Starts of the broker for which its files were prepared"
)
BROKER_WAITS = Gauge(
    "isotherm_worker_keeper_waiting", "1 while a start of the broker waits for its files, else 0"
)
CERTIFICATES_RENEWED = Counter(
    "isotherm_worker_keeper_certificates_renewed_total",
    "Certificates that a running broker was told to load",
)
CERTIFICATE_USABLE = Gauge(
    "isotherm_worker_keeper_certificate_usable",
    "1 if the mounted certificate fits its key, 0 if not; NaN without one",
)
CERTIFICATE_EXPIRES = Gauge(
    "isotherm_worker_keeper_certificate_expires_timestamp_seconds",
    "When the certificate expires that was last copied to the broker; NaN without one",
)

for gauge in (
    CERTIFICATE_USABLE, CERTIFICATE_EXPIRES,
    DATABASE_BYTES, READINGS_BYTES, DATABASE_GROWTH, DATABASE_VOLUME,
    LAST_BACKUP, LAST_BACKUP_BYTES, BACKUP_DUE,
):  # fmt: skip
    gauge.set(nan)
for gauge in (CERTIFICATE_SHOWN_EXPIRES, CERTIFICATE_SHOWN_LIFETIME, CERTIFICATE_SHOWN_USABLE):
    for endpoint in ENDPOINTS:
        gauge.labels(endpoint).set(nan)
