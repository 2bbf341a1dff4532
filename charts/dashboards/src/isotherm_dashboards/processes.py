"""Panels about the processes of a part, the same for each."""

from grafana_foundation_sdk.builders import timeseries

from isotherm_dashboards.panels import over_time
from isotherm_dashboards.queries import promql


def processes(part: str) -> list[timeseries.Panel]:
    """Return what the processes of a part take, and whether they answer."""
    of = f'{{@, job="{part}"}}'
    return [
        over_time(
            "Does every process answer?",
            f"1 for each process of {part} that answered the last scrape, 0 for one that did not.",
            "down",
            "short",
            [promql(f"up{of}", "{{instance}}")],
            width=8,
        ),
        over_time(
            "How much memory do they take?",
            f"Resident memory of each process of {part}.",
            "down",
            "bytes",
            [promql(f"process_resident_memory_bytes{of}", "{{instance}}")],
            width=8,
        ),
        over_time(
            "How busy are they?",
            f"Processor time of each process of {part}; 100 % is one core.",
            "down",
            "percentunit",
            [promql(f"rate(process_cpu_seconds_total{of}[$__rate_interval])", "{{instance}}")],
            width=8,
        ),
    ]
