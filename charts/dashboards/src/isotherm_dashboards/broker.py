"""Whether the broker delivers, who may connect, and whether its accounts are right."""

from isotherm_dashboards.board import Board
from isotherm_dashboards.broker_logins import LOGINS
from isotherm_dashboards.panels import (
    BAD,
    DOUBTFUL,
    GOOD,
    MESSAGES_PER_S,
    number,
    over_time,
    thresholds,
)
from isotherm_dashboards.queries import promql, promql_now
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
        "How long are certificates valid?",
        "Until the certificate expires that was last shown to worker, or last copied to the broker."
        " Unknown without TLS.",
        "certificate-expiring",
        "s",
        [
            promql_now(
                "min by (shown_by) (isotherm_worker_certificate_expires_timestamp_seconds{@})"
                " - time()",
                "{{shown_by}}",
            ),
            promql_now(
                "min(isotherm_worker_keeper_certificate_expires_timestamp_seconds{@}) - time()",
                "copied to the broker",
            ),
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
_TRAFFIC = [
    over_time(
        "How much goes through it?",
        "Messages that clients published, and that the broker delivered.",
        "nothing-received",
        MESSAGES_PER_S,
        [
            promql(
                "sum by (direction) (rate(isotherm_worker_broker_messages_total{@}"
                "[$__rate_interval]))",
                "{{direction}}",
            )
        ],
    ),
    over_time(
        "How many bytes are that?",
        "Of all connections of the broker.",
        "nothing-received",
        "Bps",
        [
            promql(
                "sum by (direction) (rate(isotherm_worker_broker_bytes_total{@}"
                "[$__rate_interval]))",
                "{{direction}}",
            )
        ],
    ),
    over_time(
        "How many clients are connected?",
        "Clients that are connected, and those that are not and whose session the broker keeps.",
        "nothing-received",
        "short",
        [promql("max by (state) (isotherm_worker_broker_clients{@})", "{{state}}")],
    ),
    over_time(
        "What does the broker hold?",
        "Subscriptions of all clients, and messages that it retains.",
        "queued",
        "short",
        [
            promql("max(isotherm_worker_broker_subscriptions{@})", "subscriptions"),
            promql("max(isotherm_worker_broker_retained_messages{@})", "retained messages"),
        ],
    ),
]
_KEEPER = [
    over_time(
        "How much of each certificate's time is left?",
        "The share of the lifetime of the certificate that was last shown to worker.",
        "certificate-expiring",
        "percentunit",
        [
            promql(
                "(min by (shown_by) (isotherm_worker_certificate_expires_timestamp_seconds{@})"
                " - time())"
                " / max by (shown_by) (isotherm_worker_certificate_lifetime_seconds{@})",
                "{{shown_by}}",
            )
        ],
    ),
    over_time(
        "Do clients accept the certificates?",
        "1 if they accept the certificate that was last shown to worker, 0 if they refuse it.",
        "certificate-unusable",
        "short",
        [promql("min by (shown_by) (isotherm_worker_certificate_usable{@})", "{{shown_by}}")],
    ),
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
        "Has the broker its newest certificate?",
        "1 if the mounted certificate fits its key, 0 if not; and renewals that the running broker"
        " was told of. In Kubernetes, with TLS.",
        "certificate-unusable",
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
        ("Traffic", _TRAFFIC),
        ("Logins and accounts", LOGINS),
        ("Certificates and starts", _KEEPER),
    ],
)
