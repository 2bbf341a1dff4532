"""The metrics of worker."""

from isotherm.links import Attempt
from isotherm.process.metrics import DURATIONS_S, counter, gauge, histogram
from isotherm.reasons import Reason

ALERT_KINDS = ("blind", "lost", "ledger", "impaired", "queued")
INSTANCE_STATES = ("running", "draining", "gone")
DIFFERENCE_KINDS = ("messages", "elements", "rows")
DIRECTIONS = ("received", "sent")
"""As the broker sees it: from devices and parts to it, and from it to them."""
REPLAY_STATES = ("waiting", "running")
ENDPOINTS = ("broker", "pages")
"""Whose certificates worker looks at."""
CURES = ("live", "render", "rotate", "apply")
_JOB = "worker's jobs"

TICKS = counter("isotherm_worker_ticks_total", "Ticks that the broker acknowledged")
TICK_FAILURES = counter(
    "isotherm_worker_tick_failures_total",
    "Ticks published without a lock, because the database failed or was slow",
)
PARTITIONS_MADE = counter("isotherm_worker_partitions_made_total", "Day partitions made ahead")
PARTITIONS_AHEAD = gauge(
    "isotherm_worker_partitions_ahead",
    "Days after today that have a partition, without a gap; NaN before they are first counted",
    unknown=True,
)
ENTRIES_FOLDED = counter("isotherm_worker_ledger_entries_folded_total", "Ledger entries folded")
REJECTS_NOT_KEPT = counter(
    "isotherm_worker_rejects_not_kept_total",
    "Rejects that were only counted, because their budget was used up",
    reason=Reason,
)
REJECTS_PRUNED = counter(
    "isotherm_worker_rejects_pruned_total", "Rejects deleted past their retention"
)
SUSPECTS_CLEARED = counter(
    "isotherm_worker_suspects_cleared_total", "Suspect readings found plausible"
)
JUMPS_MARKED = counter(
    "isotherm_worker_jumps_marked_total", "Readings that became suspect as a jump and back"
)
JOB_SECONDS = histogram(
    "isotherm_worker_job_seconds",
    "Duration of successful runs of a job",
    (*DURATIONS_S, 300, 1_800),
    name=_JOB,
)
LAST_DONE = gauge(
    "isotherm_worker_job_done_timestamp_seconds",
    "When a job last succeeded in this worker",
    name=_JOB,
)

BROKER_DROPPED = counter(
    "isotherm_worker_broker_dropped_messages_total",
    "Messages that the broker acknowledged and then dropped, as recorded by this worker",
)
BROKER_CONNECTED = gauge(
    "isotherm_worker_broker_connected",
    "1 while a worker is connected to the broker, 0 while none is; NaN before that is known",
    unknown=True,
)
BROKER_QUEUED = gauge(
    "isotherm_worker_broker_queued_messages",
    "About how many messages the broker holds for subscribers; NaN if unknown",
    unknown=True,
)
BROKER_SHARED = gauge(
    "isotherm_worker_broker_shared_subscriptions",
    "Shared subscriptions of the broker, which ingests have; NaN if unknown",
    unknown=True,
)
BROKER_SUBSCRIPTIONS = gauge(
    "isotherm_worker_broker_subscriptions",
    "All subscriptions of the broker; NaN unless this worker watches the broker",
    unknown=True,
)
BROKER_CLIENTS = gauge(
    "isotherm_worker_broker_clients",
    "Clients of the broker, those whose session it keeps and those that are connected;"
    " NaN unless this worker watches the broker",
    unknown=True,
    state=("connected", "disconnected"),
)
BROKER_RETAINED = gauge(
    "isotherm_worker_broker_retained_messages",
    "Messages that the broker retains; NaN unless this worker watches the broker",
    unknown=True,
)
BROKER_MESSAGES = counter(
    "isotherm_worker_broker_messages_total",
    "MQTT PUBLISH messages of the broker, as recorded by this worker while it watches",
    direction=DIRECTIONS,
)
BROKER_BYTES = counter(
    "isotherm_worker_broker_bytes_total",
    "Bytes of the broker's connections, as recorded by this worker while it watches",
    direction=DIRECTIONS,
)
BROKER_LOGINS = counter(
    "isotherm_worker_broker_logins_total",
    "Connections to the broker that logged in, by its log, as read by this worker",
)
NOTICES = counter(
    "isotherm_worker_broker_notices_total", "Lines of the broker's log that this worker received"
)
NOTICES_MISSED = counter(
    "isotherm_worker_broker_notices_missed_total",
    "Lines of the broker's log that came faster than this worker reads them",
)
ATTEMPTS = counter(
    "isotherm_worker_broker_attempts_total",
    "Connections to the broker that ended without a login, as recorded by this worker",
    kind=Attempt,
)
TICK_AGE = gauge(
    "isotherm_worker_tick_age_seconds",
    "Age of the last tick received from the broker; NaN if none was",
    unknown=True,
)
INSTANCES = gauge(
    "isotherm_worker_ingest_instances", "Ingest instances by state", state=INSTANCE_STATES
)
DIFFERENCES = gauge(
    "isotherm_worker_ledger_differences", "Open differences in the ledger", kind=DIFFERENCE_KINDS
)
IMBALANCE = gauge(
    "isotherm_worker_ledger_imbalance",
    "By how many messages, elements or rows the ledger's open differences are off, all together;"
    " 0 when the books balance",
    kind=DIFFERENCE_KINDS,
)
ROWS_CHECKED = counter(
    "isotherm_worker_ledger_rows_checked_total", "Stored readings counted to check the ledger"
)
ALERTS = gauge("isotherm_worker_alerts", "Open alerts", kind=ALERT_KINDS)

CLOSED_TO = gauge(
    "isotherm_worker_closed_to_timestamp_seconds",
    "The mark closed_to, as this worker last moved it: readings stored later leave a dirty range;"
    " NaN before that",
    unknown=True,
)
HOUR_ROLLUPS = counter(
    "isotherm_worker_hour_rollups_total", "Hours of sensors rolled up for the first time"
)
HOUR_ROLLUPS_REPEATED = counter(
    "isotherm_worker_hour_rollups_repeated_total", "Hours of sensors rolled up again"
)
ROLLUP_LAG = gauge(
    "isotherm_worker_rollup_lag_seconds",
    "Age of the hour up to which the sensor furthest behind is rolled up; NaN before the first"
    " round",
    unknown=True,
)
BEHIND = gauge(
    "isotherm_worker_sensors_behind",
    "Sensors that are rolled up to an hour more than two hours old; NaN before the first round",
    unknown=True,
)
DIRTY = gauge(
    "isotherm_worker_dirty_ranges",
    "Ranges that have to be rolled up again; NaN before the first round",
    unknown=True,
)
PARTITIONS_DROPPED = counter(
    "isotherm_worker_partitions_dropped_total", "Days of raw readings dropped past their retention"
)
PROPOSALS_EXPIRED = counter(
    "isotherm_worker_proposals_expired_total", "Proposed channels that expired as they were silent"
)
PROPOSALS_DELETED = counter(
    "isotherm_worker_proposals_deleted_total", "Expired channels without readings that were deleted"
)
INTERVALS_LEARNED = counter(
    "isotherm_worker_intervals_learned_total",
    "Expected intervals of sensors learned from their readings",
)
REPLAY_JOBS = gauge(
    "isotherm_worker_replay_jobs",
    "Replays of rejects that are not done, by whether an ingest has begun them",
    state=REPLAY_STATES,
)

ACCOUNT_COMMANDS = counter(
    "isotherm_worker_account_commands_total",
    "Commands to the broker's dynamic security plugin",
    command="the plugin's commands that worker sends, such as `createClient`",
    result=("done", "refused", "no_answer"),
)
ACCOUNT_COMMAND_SECONDS = histogram(
    "isotherm_worker_account_command_seconds",
    "How long the broker took to answer a command of its administration",
)
CREDENTIAL_WISHES = counter(
    "isotherm_worker_credential_wishes_total",
    "New passwords of devices",
    result=("applied", "refused", "expired"),
)
ACCOUNTS_MENDED = counter(
    "isotherm_worker_accounts_mended_total",
    "Differences between the broker's accounts and the database that worker mended",
    kind="the kinds of differences, such as `roles`",
)
ACCOUNT_DIFFERENCES = gauge(
    "isotherm_worker_account_differences",
    "Differences between the broker's accounts and the database that remain, by their cure",
    cure=CURES,
)
ACCOUNTS_HELD = gauge(
    "isotherm_worker_accounts_held",
    "1 while differences are only shown, because the broker is ahead of the database, else 0",
)
ACCOUNTS_CONNECTED = gauge(
    "isotherm_worker_accounts_connected",
    "1 while this worker is connected to the broker's administration, else 0",
)

DATABASE_BYTES = gauge(
    "isotherm_worker_database_bytes", "Size of the whole database on disk", unknown=True
)
READINGS_BYTES = gauge(
    "isotherm_worker_database_readings_bytes",
    "Size of raw readings in it with their indexes, sampled once an hour; NaN before",
    unknown=True,
)
DATABASE_GROWTH = gauge(
    "isotherm_worker_database_growth_bytes",
    "How much the database grows in a day, on average of up to 7; NaN in the first day",
    unknown=True,
)
DATABASE_VOLUME = gauge(
    "isotherm_worker_database_volume_bytes",
    "Size of the volume that the database is on, as worker was told; NaN if it was not",
    unknown=True,
)
LAST_BACKUP = gauge(
    "isotherm_worker_last_backup_timestamp_seconds",
    "When the newest good backup was started; NaN if there is none",
    unknown=True,
)
LAST_BACKUP_BYTES = gauge(
    "isotherm_worker_last_backup_bytes",
    "Size of the newest good backup; NaN if there is none",
    unknown=True,
)
FAILED_BACKUPS = gauge(
    "isotherm_worker_failed_backups",
    "Runs of the backup that failed since the newest good one",
    unknown=True,
)
BACKUP_DUE = gauge(
    "isotherm_worker_backup_due_timestamp_seconds",
    "When the newest good backup becomes too old; NaN if there is neither a backup nor a schedule",
    unknown=True,
)
HEARD = gauge(
    "isotherm_worker_heard_devices",
    "Devices that are connected or whose readings arrived in the last hour",
    unknown=True,
)
CLOCK_OFF = gauge(
    "isotherm_worker_clock_off_devices",
    "Those of them whose clock is wrong by 30 s or more",
    unknown=True,
)
EXPECTED = gauge(
    "isotherm_worker_expected_sensors",
    "Sensors that have readings and a device that may connect",
    unknown=True,
)
REPORTING = gauge(
    "isotherm_worker_reporting_sensors",
    "Expected sensors whose newest reading is at most three intervals old",
    unknown=True,
)
CERTIFICATE_SHOWN_EXPIRES = gauge(
    "isotherm_worker_certificate_expires_timestamp_seconds",
    "When the certificate expires that was last shown to worker; NaN if none was",
    unknown=True,
    shown_by=ENDPOINTS,
)
CERTIFICATE_SHOWN_LIFETIME = gauge(
    "isotherm_worker_certificate_lifetime_seconds",
    "From the begin of that certificate to its end; NaN if none was shown",
    unknown=True,
    shown_by=ENDPOINTS,
)
CERTIFICATE_SHOWN_USABLE = gauge(
    "isotherm_worker_certificate_usable",
    "1 if clients accept that certificate, 0 if they refuse it; NaN if none was shown",
    unknown=True,
    shown_by=ENDPOINTS,
)

BROKER_STARTS = counter(
    "isotherm_worker_keeper_starts_total", "Starts of the broker for which its files were prepared"
)
BROKER_WAITS = gauge(
    "isotherm_worker_keeper_waiting", "1 while a start of the broker waits for its files, else 0"
)
CERTIFICATES_RENEWED = counter(
    "isotherm_worker_keeper_certificates_renewed_total",
    "Certificates that a running broker was told to load",
)
CERTIFICATE_USABLE = gauge(
    "isotherm_worker_keeper_certificate_usable",
    "1 if the mounted certificate fits its key, 0 if not; NaN without one",
    unknown=True,
)
CERTIFICATE_EXPIRES = gauge(
    "isotherm_worker_keeper_certificate_expires_timestamp_seconds",
    "When the certificate expires that was last copied to the broker; NaN without one",
    unknown=True,
)
