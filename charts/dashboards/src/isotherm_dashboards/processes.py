"""Panels about the processes of a part, the same for each."""

from grafana_foundation_sdk.builders import timeseries

from isotherm_dashboards.panels import DOUBTFUL, over_time
from isotherm_dashboards.queries import promql, quantiles


def processes(part: str) -> list[timeseries.Panel]:
    """Return what the processes of a part take, and whether they answer."""
    runbook = "ingest-down" if part == "ingest" else "down"
    of = f'{{@, job="{part}"}}'
    panels = [
        over_time(
            "Does every process answer?",
            f"1 for each process of {part} that answered the last scrape, 0 for one that did not.",
            runbook,
            "short",
            [promql(f"up{of}", "{{instance}}")],
            width=8,
        ),
        over_time(
            "How much memory do they take?",
            f"Resident memory of each process of {part}.",
            runbook,
            "bytes",
            [promql(f"process_resident_memory_bytes{of}", "{{instance}}")],
            width=8,
        ),
        over_time(
            "How busy are they?",
            f"Processor time of each process of {part}; 100 % is one core.",
            runbook,
            "percentunit",
            [promql(f"rate(process_cpu_seconds_total{of}[$__rate_interval])", "{{instance}}")],
            width=8,
        ),
    ]
    info = "isotherm_frontend_info" if part == "frontend" else "isotherm_process_info"
    versions = over_time(
        "Which version runs?",
        f"How many processes of {part} run each version; several during an upgrade.",
        runbook,
        "short",
        [promql(f"count by (version) ({info}{of})", "{{version}}")],
        width=8,
    )
    return [*panels, versions, *([] if part == "frontend" else _of_python(part, runbook))]


def _of_python(part: str, runbook: str) -> list[timeseries.Panel]:
    of = f', job="{part}"'
    return [
        over_time(
            "Do they keep up?",
            "How much later than asked for the event loop ran a task that was due.",
            runbook,
            "s",
            quantiles("isotherm_process_event_loop_lag_seconds", of),
            width=8,
            limit=(0.25, DOUBTFUL),
        ),
        over_time(
            "Does the database answer them?",
            "The time of the simplest statement, and how often there was no answer in 5 seconds.",
            "database-lag",
            "s",
            quantiles("isotherm_process_database_round_trip_seconds", of),
            width=8,
            limit=(0.5, DOUBTFUL),
        ),
        over_time(
            "Which background jobs fail now?",
            "1 for each job whose last attempt failed; the log says why.",
            "failing",
            "short",
            [
                promql(
                    f"max by (name) (isotherm_process_background_failing{{@{of}}}) > 0", "{{name}}"
                )
            ],
            width=8,
        ),
        over_time(
            "When did background jobs last succeed?",
            "Time since the last successful attempt of each job in any process.",
            "failing",
            "s",
            [
                promql(
                    "time() - max by (name) "
                    f"(isotherm_process_background_success_timestamp_seconds{{@{of}}})",
                    "{{name}}",
                )
            ],
            width=8,
        ),
    ]
