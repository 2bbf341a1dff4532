"""Panels about who logs in at the broker, and its accounts."""

from isotherm_dashboards.panels import DOUBTFUL, LINES_PER_S, over_time
from isotherm_dashboards.queries import promql, quantiles

LOGINS = [
    over_time(
        "Who connects, and who is refused?",
        "Connections that logged in, and those that ended without a login, by kind.",
        "impaired",
        "ops",
        [
            promql(
                "sum by (kind) (rate(isotherm_worker_broker_attempts_total{@}[$__rate_interval]))",
                "{{kind}}",
            ),
            promql(
                "sum(rate(isotherm_worker_broker_logins_total{@}[$__rate_interval]))", "logged in"
            ),
        ],
    ),
    over_time(
        "Can worker follow the broker's log?",
        "Lines that worker received, and lines that came faster than it reads them.",
        "impaired",
        LINES_PER_S,
        [
            promql("sum(rate(isotherm_worker_broker_notices_total{@}[$__rate_interval]))", "read"),
            promql(
                "sum(rate(isotherm_worker_broker_notices_missed_total{@}[$__rate_interval]))",
                "missed",
            ),
        ],
    ),
    over_time(
        "Are the broker's accounts those of the database?",
        "Differences that remain, by what would remove them.",
        "failing",
        "short",
        [promql("max by (cure) (isotherm_worker_account_differences{@})", "{{cure}}")],
        limit=(1, DOUBTFUL),
    ),
    over_time(
        "Are accounts administered?",
        "Whether worker is connected to the broker's administration, and whether differences are"
        " only shown because the broker is ahead of the database.",
        "failing",
        "short",
        [
            promql("max(isotherm_worker_accounts_connected{@})", "connected"),
            promql("max(isotherm_worker_accounts_held{@})", "held"),
        ],
    ),
    over_time(
        "Do new passwords reach the broker?",
        "New passwords of devices, by result.",
        "failing",
        "short",
        [
            promql(
                "sum by (result) (increase(isotherm_worker_credential_wishes_total{@}"
                "[$__rate_interval]))",
                "{{result}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "Which commands does the broker refuse?",
        "Commands of worker to the broker's administration, by result.",
        "failing",
        "short",
        [
            promql(
                "sum by (result) (increase(isotherm_worker_account_commands_total{@}"
                "[$__rate_interval]))",
                "{{result}}",
            )
        ],
        bars=True,
    ),
    over_time(
        "How fast does its administration answer?",
        "Time until the broker answered a command.",
        "failing",
        "s",
        quantiles("isotherm_worker_account_command_seconds"),
    ),
    over_time(
        "Which differences were mended?",
        "Differences between accounts and database that worker removed, by kind.",
        "failing",
        "short",
        [
            promql(
                "sum by (kind) (increase(isotherm_worker_accounts_mended_total{@}"
                "[$__rate_interval]))",
                "{{kind}}",
            )
        ],
        bars=True,
    ),
]
