"""Prometheus metrics of requests and live streams."""

from dataclasses import dataclass

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

REFUSALS = ("bad-request", "headers-too-large", "timeout", "unavailable", "slow")


@dataclass(frozen=True, slots=True)
class Metrics:
    """The api's own metrics."""

    requests: Histogram
    streams: Gauge
    events: Counter
    dropped: Counter
    flush: Histogram
    refused: Counter

    @classmethod
    def make(cls, registry: CollectorRegistry = REGISTRY) -> "Metrics":
        """Create and register the metrics; a registry accepts them only once."""
        refused = Counter(
            "isotherm_api_connections_refused_total",
            "Connections refused within a request or dropped for reading slowly, by reason",
            ["reason"],
            registry=registry,
        )
        for reason in REFUSALS:
            refused.labels(reason)  # exported as 0 before the first refusal
        return cls(
            refused=refused,
            requests=Histogram(
                "isotherm_api_request_seconds",
                "Time from a request to the end of its response",
                ["route", "method", "status"],
                registry=registry,
            ),
            streams=Gauge("isotherm_api_live_streams", "Open live streams", registry=registry),
            events=Counter(
                "isotherm_api_live_events_total", "Events sent to live streams", registry=registry
            ),
            dropped=Counter(
                "isotherm_api_live_streams_ended_total",
                "Live streams that ended, by reason: closed, gone, slow or token",
                ["reason"],
                registry=registry,
            ),
            flush=Histogram(
                "isotherm_api_live_refresh_seconds",
                "Time to read changed sensors after a notification",
                registry=registry,
            ),
        )
