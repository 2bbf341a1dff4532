"""What Prometheus is told about requests and live streams."""

from dataclasses import dataclass

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram


@dataclass(frozen=True, slots=True)
class Metrics:
    """The api's own metrics, made once a registry."""

    requests: Histogram
    streams: Gauge
    events: Counter
    dropped: Counter
    flush: Histogram

    @classmethod
    def make(cls, registry: CollectorRegistry = REGISTRY) -> "Metrics":
        """Registers every metric; a registry takes them once."""
        return cls(
            requests=Histogram(
                "isotherm_api_request_seconds",
                "Time to answer a request, by route, method and status",
                ["route", "method", "status"],
                registry=registry,
            ),
            streams=Gauge("isotherm_api_live_streams", "Live streams open now", registry=registry),
            events=Counter(
                "isotherm_api_live_events_total", "Events sent to live streams", registry=registry
            ),
            dropped=Counter(
                "isotherm_api_live_dropped_total",
                "Live streams ended by us, by reason",
                ["reason"],
                registry=registry,
            ),
            flush=Histogram(
                "isotherm_api_live_refresh_seconds",
                "Time to read what changed after a notification",
                registry=registry,
            ),
        )
