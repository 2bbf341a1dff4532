"""How large the database is, how fast it grows, and whether there is a backup of it."""

from isotherm_dashboards.board import Board
from isotherm_dashboards.panels import BAD, DOUBTFUL, number, over_time, thresholds
from isotherm_dashboards.queries import promql, promql_now, quantiles
from isotherm_dashboards.sources import PROMETHEUS

_DAY_S = 86_400
_FREE = "max(isotherm_worker_database_volume_bytes{@}) - max(isotherm_worker_database_bytes{@})"

_NOW = [
    number(
        "How large is the database?",
        "Its whole size on disk.",
        "disk-filling",
        "bytes",
        [promql_now("max(isotherm_worker_database_bytes{@})", "size")],
    ),
    number(
        "When is the volume full?",
        "If the database grows as in the last days. Unknown in the first day, and if worker was not"
        " told how large the volume is.",
        "disk-filling",
        "s",
        [
            promql_now(
                f"({_FREE}) / (max(isotherm_worker_database_growth_bytes{{@}}) > 0) * {_DAY_S}",
                "full in",
            )
        ],
        colours=thresholds((14 * _DAY_S, DOUBTFUL), (60 * _DAY_S, "green"), below=BAD),
    ),
    number(
        "How old is the newest backup?",
        "Since the newest good backup was started. Unknown if there is none.",
        "backup-old",
        "s",
        [promql_now("time() - max(isotherm_worker_last_backup_timestamp_seconds{@})", "age")],
        colours=thresholds((26 * 3600, DOUBTFUL), (2 * _DAY_S, BAD)),
    ),
    number(
        "Do backups fail?",
        "Runs that failed since the newest good backup.",
        "backup-failed",
        "short",
        [promql_now("max(isotherm_worker_failed_backups{@})", "failed")],
        colours=thresholds((1, BAD)),
    ),
]
_SIZE = [
    over_time(
        "What takes the space?",
        "The whole database, and raw readings with their indexes; the volume, if worker knows it.",
        "disk-filling",
        "bytes",
        [
            promql("max(isotherm_worker_database_bytes{@})", "database"),
            promql("max(isotherm_worker_database_readings_bytes{@})", "readings"),
            promql("max(isotherm_worker_database_volume_bytes{@})", "volume"),
        ],
    ),
    over_time(
        "How fast does it grow?",
        "Bytes a day, on average of up to seven days.",
        "disk-filling",
        "bytes",
        [promql("max(isotherm_worker_database_growth_bytes{@})", "a day")],
    ),
]
_VOLUMES = "kubelet_volume_stats_{}{{@}}"
_SIZE.append(
    over_time(
        "Do volumes fill up?",
        "The share of each volume that is used, of the ten fullest, as Kubernetes reports them. No"
        " data unless Prometheus scrapes the kubelets.",
        "disk-full",
        "percentunit",
        [
            promql(
                f"topk(10, 1 - {_VOLUMES.format('available_bytes')}"
                f" / {_VOLUMES.format('capacity_bytes')})",
                "{{persistentvolumeclaim}}",
            )
        ],
        limit=(0.9, BAD),
    )
)
_SIZE.append(
    over_time(
        "Do volumes run out of files?",
        "The share of each volume's inodes that are used, of the ten fullest.",
        "disk-full",
        "percentunit",
        [
            promql(
                f"topk(10, 1 - {_VOLUMES.format('inodes_free')} / {_VOLUMES.format('inodes')})",
                "{{persistentvolumeclaim}}",
            )
        ],
        limit=(0.9, BAD),
    )
)
_BACKUPS = [
    over_time(
        "Is there always a backup?",
        "The age of the newest good backup, and the age at which it is too old.",
        "backup-old",
        "s",
        [
            promql("time() - max(isotherm_worker_last_backup_timestamp_seconds{@})", "age"),
            promql(
                "max(isotherm_worker_backup_due_timestamp_seconds{@})"
                " - max(isotherm_worker_last_backup_timestamp_seconds{@})",
                "too old",
            ),
        ],
    ),
    over_time(
        "Are backups whole?",
        "The size of the newest good backup: it shrinks only if data was deleted.",
        "backup-failed",
        "bytes",
        [promql("max(isotherm_worker_last_backup_bytes{@})", "size")],
    ),
]
_SPEED = [
    over_time(
        "Does it answer?",
        "1 for each part that it answers, 0 for one that waits for longer than 5 seconds.",
        "database-lag",
        "short",
        [promql("min by (job) (isotherm_process_database_reachable{@})", "{{job}}")],
    ),
    over_time(
        "How fast does it answer?",
        "The 99th percentile of the simplest statement, by part.",
        "database-lag",
        "s",
        [
            promql(
                "histogram_quantile(0.99, sum by (le, job) "
                "(rate(isotherm_process_database_round_trip_seconds_bucket{@}[$__rate_interval])))",
                "{{job}}",
            )
        ],
        limit=(0.5, DOUBTFUL),
    ),
    over_time(
        "How often does it not answer?",
        "Times that it did not answer the simplest statement within 5 seconds, by part.",
        "database-lag",
        "short",
        [
            promql(
                "sum by (job) (increase(isotherm_process_database_unanswered_total{@}"
                "[$__rate_interval]))",
                "{{job}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "How many days have a partition?",
        "Days after today, without a gap. At 0, readings have nowhere to go tomorrow.",
        "failing",
        "short",
        [promql("max(isotherm_worker_partitions_ahead{@})", "days")],
    ),
    over_time(
        "How fast does it commit?",
        "From taking a batch of readings to its commit, retries included.",
        "database-lag",
        "s",
        quantiles("isotherm_ingest_commit_seconds"),
        limit=(5, DOUBTFUL),
    ),
    over_time(
        "Are partitions made and dropped?",
        "Day partitions made ahead, and days dropped past their retention.",
        "failing",
        "short",
        [
            promql(
                "sum(increase(isotherm_worker_partitions_made_total{@}[$__rate_interval]))", "made"
            ),
            promql(
                "sum(increase(isotherm_worker_partitions_dropped_total{@}[$__rate_interval]))",
                "dropped",
            ),
        ],
        bars=True,
    ),
]

BOARD = Board(
    name="database",
    title="Database and backups",
    description="How large the database is, how fast it grows, and whether it is backed up.",
    sources=[PROMETHEUS],
    sections=[("Now", _NOW), ("Size", _SIZE), ("Backups", _BACKUPS), ("Work", _SPEED)],
    since="now-7d",
)
