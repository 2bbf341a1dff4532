"""Whether readings arrive, what becomes of them, and how long that takes."""

from isotherm_dashboards.board import Board
from isotherm_dashboards.panels import (
    BAD,
    DOUBTFUL,
    GOOD,
    MESSAGES_PER_S,
    READINGS_PER_S,
    number,
    over_time,
    thresholds,
)
from isotherm_dashboards.processes import processes
from isotherm_dashboards.queries import promql, promql_now, quantiles
from isotherm_dashboards.sources import PROMETHEUS

_NOW = [
    number(
        "What is wrong now?",
        "Open alerts by kind, as worker raises them. 0 is good; the runbook is named for the kind.",
        "README",
        "short",
        [promql_now("max by (kind) (isotherm_worker_alerts{@})", "{{kind}}")],
        colours=thresholds((1, BAD)),
        width=10,
    ),
    number(
        "Is every ingest running?",
        "Instances by state, by their heartbeats. One that is gone holds back messages.",
        "ingest-down",
        "short",
        [promql_now("max by (state) (isotherm_worker_ingest_instances{@})", "{{state}}")],
        width=6,
    ),
    number(
        "Is every ingest connected to the broker?",
        "The worst of all instances.",
        "nothing-received",
        "short",
        [promql_now("min(isotherm_ingest_broker_connected{@})", "ingest")],
        colours=thresholds((1, GOOD), below=BAD),
        words={"0": ("not connected", BAD), "1": ("connected", GOOD)},
        width=4,
    ),
    number(
        "Does the ledger balance?",
        "Hours or days whose numbers do not balance, of all kinds. 0 is good.",
        "ledger",
        "short",
        [promql_now("sum(max by (kind) (isotherm_worker_ledger_differences{@}))", "differences")],
        colours=thresholds((1, BAD)),
        width=4,
    ),
]
_ARRIVING = [
    over_time(
        "Are readings arriving?",
        "Messages as the ledger counts them: received = decoded + undecodable.",
        "nothing-received",
        MESSAGES_PER_S,
        [
            promql(
                "sum by (kind) (rate(isotherm_ingest_messages_total{@}[$__rate_interval]))",
                "{{kind}}",
            )
        ],
    ),
    over_time(
        "What becomes of them?",
        "Elements as the ledger counts them: offered = stored + duplicate + rejected + ignored.",
        "ledger",
        READINGS_PER_S,
        [
            promql(
                "sum by (kind) (rate(isotherm_ingest_elements_total{@}[$__rate_interval]))",
                "{{kind}}",
            )
        ],
    ),
    over_time(
        "Why are readings rejected?",
        "By reason; the page Rejects & ledger shows what they contain.",
        "rejects-rising",
        READINGS_PER_S,
        [
            promql(
                "sum by (reason) (rate(isotherm_ingest_rejects_total{@}[$__rate_interval]))",
                "{{reason}}",
            )
        ],
    ),
    over_time(
        "Do messages wait?",
        "In the broker, and in ingest before they are in a batch; how often ingest stopped reading"
        " because too many bytes were waiting.",
        "queued",
        "short",
        [
            promql("max(isotherm_worker_broker_queued_messages{@})", "in the broker"),
            promql("sum(isotherm_ingest_waiting_messages{@})", "in ingest"),
            promql("sum(isotherm_ingest_unacknowledged_messages{@})", "not acknowledged"),
            promql(
                "sum(increase(isotherm_ingest_overflows_total{@}[$__rate_interval]))",
                "reading paused",
            ),
        ],
    ),
]
_SPEED = [
    over_time(
        "How long until a received reading is stored?",
        "From receipt to commit, of up to 20 readings of each batch.",
        "database-lag",
        "s",
        quantiles("isotherm_ingest_received_to_stored_seconds"),
        limit=(5, DOUBTFUL),
    ),
    over_time(
        "How old are readings when they are stored?",
        "From measurement to commit. Devices that keep readings while offline make it long.",
        "clock-skew",
        "s",
        quantiles("isotherm_ingest_measured_to_stored_seconds"),
    ),
    over_time(
        "How fast does the database commit?",
        "From taking a batch to its commit, retries included.",
        "database-lag",
        "s",
        quantiles("isotherm_ingest_commit_seconds"),
        limit=(5, DOUBTFUL),
    ),
    over_time(
        "Does storing fail?",
        "Failed attempts to store a batch, which is tried again, and batches committed.",
        "database-lag",
        "ops",
        [
            promql(
                "sum(rate(isotherm_ingest_store_failures_total{@}[$__rate_interval]))", "failed"
            ),
            promql("sum(rate(isotherm_ingest_batches_total{@}[$__rate_interval]))", "committed"),
        ],
    ),
    over_time(
        "How large are batches?",
        "Messages of committed batches: the more arrive at once, the larger they are.",
        "database-lag",
        "short",
        quantiles("isotherm_ingest_batch_messages"),
    ),
    over_time(
        "Does the way through the broker work?",
        "Age of the last tick that worker published and ingest has read: a second or two is good.",
        "blind",
        "s",
        [promql("max(isotherm_ingest_tick_age_seconds{@})", "oldest")],
        limit=(10, BAD),
    ),
    over_time(
        "Does ingest keep its connection?",
        "Connections made. With a new session, the broker had kept nothing for this instance.",
        "lost",
        "short",
        [
            promql(
                "sum by (session) (increase(isotherm_ingest_broker_connections_total{@}"
                "[$__rate_interval]))",
                "session {{session}}",
            )
        ],
        bars=True,
    ),
]

_SENDERS = [
    over_time(
        "Do all sensors report?",
        "Sensors with a device that may connect, and those of them that reported within three of"
        " their intervals.",
        "nothing-received",
        "short",
        [
            promql("max(isotherm_worker_expected_sensors{@})", "expected"),
            promql("max(isotherm_worker_reporting_sensors{@})", "reporting"),
        ],
    ),
    over_time(
        "Are the clocks of devices right?",
        "Devices that were heard in the last hour, and those whose clock is wrong by 30 s or more.",
        "clock-skew",
        "short",
        [
            promql("max(isotherm_worker_heard_devices{@})", "heard"),
            promql("max(isotherm_worker_clock_off_devices{@})", "wrong clock"),
        ],
    ),
]

_REPLAYS = [
    over_time(
        "Are rejects replayed?",
        "Rejects that replays handled, by result, and replays that ended.",
        "failing",
        "short",
        [
            promql(
                "sum by (result) (increase(isotherm_ingest_replayed_rejects_total{@}"
                "[$__rate_interval]))",
                "rejects {{result}}",
            ),
            promql(
                "sum by (result) (increase(isotherm_ingest_replays_total{@}[$__rate_interval]))",
                "replays {{result}}",
            ),
        ],
        bars=True,
    ),
    over_time(
        "Which replays are not done?",
        "Replays by whether an ingest has begun them.",
        "failing",
        "short",
        [promql("max by (state) (isotherm_worker_replay_jobs{@})", "{{state}}")],
    ),
]

BOARD = Board(
    name="ingest",
    title="Ingest health",
    description="Whether readings arrive and are stored, and why not.",
    sources=[PROMETHEUS],
    sections=[
        ("Now", _NOW),
        ("Readings", _ARRIVING),
        ("Devices", _SENDERS),
        ("Time", _SPEED),
        ("Replays", _REPLAYS),
        ("Processes", processes("ingest")),
    ],
)
