"""Prometheus metrics of requests, connections, live streams and exports."""

from dataclasses import dataclass

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram

from isotherm.process.metrics import DURATIONS_S, counter, gauge, histogram

REFUSALS = ("bad-request", "headers-too-large", "timeout", "unavailable", "slow")
ENDINGS = ("closed", "gone", "slow", "token")
EXPORT_RESULTS = ("done", "ended", "failed", "refused")
KEYCLOAK_RESULTS = ("answered", "refused", "failed", "unanswered")

KEYCLOAK_SECONDS = histogram(
    "isotherm_api_keycloak_seconds",
    "Time from a request to Keycloak to the head of its response: for signing keys, people, groups"
    " and api's own token. Refused is a status 4xx, failed 5xx",
    result=KEYCLOAK_RESULTS,
)


@dataclass(frozen=True, slots=True)
class Metrics:
    """The api's own metrics."""

    requests: Histogram
    in_progress: Gauge
    connections: Gauge
    refused: Counter
    streams: Gauge
    events: Counter
    dropped: Counter
    flush: Histogram
    exports: Gauge
    exported: Counter

    @classmethod
    def make(cls, registry: CollectorRegistry = REGISTRY) -> "Metrics":
        """Create and register the metrics; a registry accepts them only once."""
        return cls(
            requests=histogram(
                "isotherm_api_request_seconds",
                "Time from a request to the end of its response; of live streams and exports, which"
                " may last for hours, too",
                DURATIONS_S,
                registry=registry,
                route="the templates of the API's routes, below `/api/v1`, or `unmatched`",
                method="methods that some route has, or `other`",
                status="the status of the response, or `0` if the client had left before it",
            ),
            in_progress=gauge(
                "isotherm_api_requests_in_progress",
                "Requests whose response has not ended; each open live stream is one",
                registry=registry,
            ),
            connections=gauge(
                "isotherm_api_connections", "Open connections of clients", registry=registry
            ),
            refused=counter(
                "isotherm_api_connections_refused_total",
                "Connections refused within a request or dropped for reading slowly",
                registry=registry,
                reason=REFUSALS,
            ),
            streams=gauge("isotherm_api_live_streams", "Open live streams", registry=registry),
            events=counter(
                "isotherm_api_live_events_total", "Events sent to live streams", registry=registry
            ),
            dropped=counter(
                "isotherm_api_live_streams_ended_total",
                "Live streams that ended: closed by the api or the client, gone without a word,"
                " too slow, or with an expired token",
                registry=registry,
                reason=ENDINGS,
            ),
            flush=histogram(
                "isotherm_api_live_refresh_seconds",
                "Time to read changed sensors after a notification",
                registry=registry,
            ),
            exports=gauge(
                "isotherm_api_exports_running", "Exports that run now", registry=registry
            ),
            exported=counter(
                "isotherm_api_exports_total",
                "Exports that ended: done, or left by the client; ended for somebody who had none,"
                " or with the session; failed; or refused, as too many ran",
                registry=registry,
                result=EXPORT_RESULTS,
            ),
        )
