"""Metrics as text: OpenMetrics, which has exemplars, for those who ask for it, else the plain form.

Source: OpenMetrics 1.0, "Content-Type"; Prometheus' exposition formats; RFC 9110, section 12.5.1.
"""

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics

PLAIN = "text/plain; version=0.0.4; charset=utf-8"
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"

_OPENMETRICS_VERSIONS = (None, "1.0.0", "0.0.1")
_PLAIN_VERSIONS = (None, "0.0.4")
_ANY = ("*/*", "text/*")


def expose(registry: CollectorRegistry, accept: str) -> tuple[str, bytes]:
    """Return the content type and the body for a client that accepts `accept`."""
    if prefers_openmetrics(accept):
        return OPENMETRICS, openmetrics.generate_latest(registry)  # type: ignore[no-untyped-call]  # it has no annotations
    return PLAIN, generate_latest(registry)


def prefers_openmetrics(accept: str) -> bool:
    """Return whether the value of a header `Accept` names OpenMetrics, and plain text no more."""
    wanted = plain = 0.0
    for entry in accept.lower().split(","):
        kind, *parameters = (text.strip() for text in entry.split(";"))
        named = dict(text.split("=", 1) for text in parameters if "=" in text)
        version, weight = named.get("version"), _weight(named.get("q", "1"))
        if kind == "application/openmetrics-text" and version in _OPENMETRICS_VERSIONS:
            wanted = max(wanted, weight)
        elif kind in _ANY or (kind == "text/plain" and version in _PLAIN_VERSIONS):
            plain = max(plain, weight)
    return wanted > 0 and wanted >= plain


def _weight(text: str) -> float:
    """Return a quality value; what is none is 0, so that it asks for nothing."""
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
