"""Whether worker keeps up: rollups, books, partitions and jobs."""

from isotherm_dashboards.board import Board
from isotherm_dashboards.panels import BAD, DOUBTFUL, GOOD, number, over_time, thresholds
from isotherm_dashboards.processes import processes
from isotherm_dashboards.queries import promql, promql_now
from isotherm_dashboards.sources import PROMETHEUS

_NOW = [
    number(
        "Is history up to date?",
        "Age of the hour up to which the sensor furthest behind is rolled up.",
        "behind",
        "s",
        [promql_now("max(isotherm_worker_rollup_lag_seconds{@})", "lag")],
        colours=thresholds((2 * 3600, DOUBTFUL), (6 * 3600, BAD)),
    ),
    number(
        "How many sensors are behind?",
        "Sensors that are rolled up to an hour more than two hours old.",
        "behind",
        "short",
        [promql_now("max(isotherm_worker_sensors_behind{@})", "sensors")],
        colours=thresholds((1, DOUBTFUL)),
    ),
    number(
        "Do the books balance?",
        "Hours or days whose numbers do not balance, by kind. 0 is good.",
        "ledger",
        "short",
        [promql_now("max by (kind) (isotherm_worker_ledger_differences{@})", "{{kind}}")],
        colours=thresholds((1, BAD)),
    ),
    number(
        "Does late data still come in on time?",
        "Age of the mark that says up to when readings are complete: readings stored later are"
        " rolled up again.",
        "behind",
        "s",
        [promql_now("time() - max(isotherm_worker_closed_to_timestamp_seconds{@})", "age")],
        colours=thresholds((3600, DOUBTFUL), below=GOOD),
    ),
]
_ROLLUPS = [
    over_time(
        "How far behind are rollups?",
        "Age of the hour up to which the sensor furthest behind is rolled up.",
        "behind",
        "s",
        [promql("max(isotherm_worker_rollup_lag_seconds{@})", "lag")],
        limit=(2 * 3600, DOUBTFUL),
    ),
    over_time(
        "What has to be rolled up again?",
        "Dirty ranges: late readings, corrections and changed settings.",
        "behind",
        "short",
        [promql("max(isotherm_worker_dirty_ranges{@})", "ranges")],
    ),
    over_time(
        "How many hours are rolled up?",
        "Hours of sensors, for the first time, and again because of late data or changes.",
        "behind",
        "ops",
        [
            promql("sum(rate(isotherm_worker_hour_rollups_total{@}[$__rate_interval]))", "first"),
            promql(
                "sum(rate(isotherm_worker_hour_rollups_repeated_total{@}[$__rate_interval]))",
                "again",
            ),
        ],
    ),
    over_time(
        "Which readings are doubted?",
        "Suspect readings that neighbours cleared, and readings that became suspect as a jump.",
        "rejects-rising",
        "short",
        [
            promql(
                "sum(increase(isotherm_worker_suspects_cleared_total{@}[$__rate_interval]))",
                "cleared",
            ),
            promql(
                "sum(increase(isotherm_worker_jumps_marked_total{@}[$__rate_interval]))", "jumps"
            ),
        ],
        bars=True,
    ),
]
_JOBS = [
    over_time(
        "Which job fails?",
        "Failed attempts of background jobs of all parts. They are repeated; the log says why.",
        "failing",
        "short",
        [
            promql(
                "sum by (job, name) (increase(isotherm_process_background_failures_total{@}"
                "[$__rate_interval])) > 0",
                "{{job}} {{name}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "How long do jobs take?",
        "The 99th percentile of successful runs.",
        "behind",
        "s",
        [
            promql(
                "histogram_quantile(0.99, sum by (le, name) "
                "(rate(isotherm_worker_job_seconds_bucket{@}[$__rate_interval])))",
                "{{name}}",
            )
        ],
    ),
    over_time(
        "When did each job last succeed?",
        "Time since the last success in any worker.",
        "failing",
        "s",
        [
            promql(
                "time() - max by (name) (isotherm_worker_job_done_timestamp_seconds{@})",
                "{{name}}",
            )
        ],
    ),
    over_time(
        "By how much are the books off?",
        "Messages, elements or rows of all open differences together; 0 is good.",
        "ledger",
        "short",
        [promql("max by (kind) (isotherm_worker_ledger_imbalance{@})", "{{kind}}")],
    ),
    over_time(
        "Are the books kept?",
        "Ledger entries folded into hours, and stored readings counted to check them.",
        "ledger",
        "ops",
        [
            promql(
                "sum(rate(isotherm_worker_ledger_entries_folded_total{@}[$__rate_interval]))",
                "entries",
            ),
            promql(
                "sum(rate(isotherm_worker_ledger_rows_checked_total{@}[$__rate_interval]))", "rows"
            ),
        ],
    ),
]
_KEEPING = [
    over_time(
        "Do rejects fit their budgets?",
        "Rejects that were only counted because their budget was used up, and rejects deleted past"
        " their retention.",
        "rejects-rising",
        "short",
        [
            promql(
                "sum by (reason) (increase(isotherm_worker_rejects_not_kept_total{@}"
                "[$__rate_interval]))",
                "not kept: {{reason}}",
            ),
            promql(
                "sum(increase(isotherm_worker_rejects_pruned_total{@}[$__rate_interval]))",
                "deleted",
            ),
        ],
        bars=True,
    ),
    over_time(
        "What is learned and forgotten?",
        "Expected intervals learned from messages; proposed channels that expired or were deleted.",
        "failing",
        "short",
        [
            promql(
                "sum(increase(isotherm_worker_intervals_learned_total{@}[$__rate_interval]))",
                "intervals learned",
            ),
            promql(
                "sum(increase(isotherm_worker_proposals_expired_total{@}[$__rate_interval]))",
                "proposals expired",
            ),
            promql(
                "sum(increase(isotherm_worker_proposals_deleted_total{@}[$__rate_interval]))",
                "proposals deleted",
            ),
        ],
        bars=True,
    ),
]

BOARD = Board(
    name="worker",
    title="Worker",
    description="Whether history, books and partitions are kept up to date.",
    sources=[PROMETHEUS],
    sections=[
        ("Now", _NOW),
        ("Rollups", _ROLLUPS),
        ("Jobs", _JOBS),
        ("Keeping", _KEEPING),
        ("Processes", processes("worker")),
    ],
)
