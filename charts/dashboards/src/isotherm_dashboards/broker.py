"""Whether the broker delivers, who may connect, and whether its accounts are right."""

from isotherm_dashboards.board import Board
from isotherm_dashboards.panels import (
    BAD,
    DOUBTFUL,
    GOOD,
    LINES_PER_S,
    number,
    over_time,
    thresholds,
)
from isotherm_dashboards.queries import promql, promql_now, quantiles
from isotherm_dashboards.sources import PROMETHEUS

_CONNECTED = {"0": ("not connected", BAD), "1": ("connected", GOOD)}

_NOW = [
    number(
        "Does the broker answer?",
        "Whether a worker is connected to it.",
        "impaired",
        "short",
        [promql_now("max(isotherm_worker_broker_connected{@})", "worker")],
        colours=thresholds((1, GOOD), below=BAD),
        words=_CONNECTED,
    ),
    number(
        "How many messages wait for ingest?",
        "About how many messages the broker holds for its subscribers.",
        "queued",
        "short",
        [promql_now("max(isotherm_worker_broker_queued_messages{@})", "waiting")],
        colours=thresholds((10_000, DOUBTFUL), (100_000, BAD)),
    ),
    number(
        "Who is subscribed?",
        "Shared subscriptions: the way by which ingest gets messages. 0 loses messages.",
        "lost",
        "short",
        [promql_now("max(isotherm_worker_broker_shared_subscriptions{@})", "shared")],
        colours=thresholds((1, GOOD), below=BAD),
    ),
    number(
        "How long is the certificate valid?",
        "Until the certificate expires that the broker shows to devices. No data without TLS.",
        "impaired",
        "s",
        [
            promql_now(
                "min(isotherm_worker_keeper_certificate_expires_timestamp_seconds{@}) - time()",
                "left",
            )
        ],
        colours=thresholds((7 * 86_400, DOUBTFUL), (21 * 86_400, GOOD), below=BAD),
    ),
]
_DELIVERY = [
    over_time(
        "Has the broker dropped messages?",
        "Messages that it had acknowledged to devices and then dropped. They are lost.",
        "lost",
        "short",
        [
            promql(
                "sum(increase(isotherm_worker_broker_dropped_messages_total{@}[$__rate_interval]))",
                "dropped",
            )
        ],
        bars=True,
    ),
    over_time(
        "Does its queue grow?",
        "About how many messages the broker holds for subscribers.",
        "queued",
        "short",
        [promql("max(isotherm_worker_broker_queued_messages{@})", "waiting")],
        limit=(100_000, BAD),
    ),
    over_time(
        "Does a message get through?",
        "Age of the last tick that came back from the broker: a second or two is good.",
        "blind",
        "s",
        [
            promql("max(isotherm_worker_tick_age_seconds{@})", "worker"),
            promql("max(isotherm_ingest_tick_age_seconds{@})", "ingest"),
        ],
        limit=(10, BAD),
    ),
    over_time(
        "Are ticks published?",
        "Ticks that the broker acknowledged: one a second. Failures are those of the database.",
        "impaired",
        "ops",
        [
            promql("sum(rate(isotherm_worker_ticks_total{@}[$__rate_interval]))", "published"),
            promql("sum(rate(isotherm_worker_tick_failures_total{@}[$__rate_interval]))", "failed"),
        ],
    ),
]
_PEOPLE = [
    over_time(
        "Which connections are refused?",
        "Connections that ended without a login, by kind.",
        "impaired",
        "ops",
        [
            promql(
                "sum by (kind) (rate(isotherm_worker_broker_attempts_total{@}[$__rate_interval]))",
                "{{kind}}",
            )
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
_KEEPER = [
    over_time(
        "Has the broker started?",
        "Starts for which its files were prepared, and starts that wait for them; in Kubernetes.",
        "impaired",
        "short",
        [
            promql(
                "sum(increase(isotherm_worker_keeper_starts_total{@}[$__rate_interval]))", "starts"
            ),
            promql("max(isotherm_worker_keeper_waiting{@})", "waiting"),
        ],
    ),
    over_time(
        "Is its certificate in order?",
        "1 if the mounted certificate fits its key, 0 if not; and renewals that the running broker"
        " was told of. No data without TLS.",
        "impaired",
        "short",
        [
            promql("min(isotherm_worker_keeper_certificate_usable{@})", "usable"),
            promql(
                "sum(increase(isotherm_worker_keeper_certificates_renewed_total{@}"
                "[$__rate_interval]))",
                "renewed",
            ),
        ],
    ),
]

BOARD = Board(
    name="broker",
    title="Broker",
    description="Whether the broker delivers what devices send, and who may connect to it.",
    sources=[PROMETHEUS],
    sections=[
        ("Now", _NOW),
        ("Delivery", _DELIVERY),
        ("Logins and accounts", _PEOPLE),
        ("Starts and certificate", _KEEPER),
    ],
)
