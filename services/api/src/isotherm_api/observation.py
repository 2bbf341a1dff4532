"""Where the system is observed from: what the settings say, and alerts that Prometheus has."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from isotherm_api.prometheus import Prometheus

RUNBOOKS_URL = "https://github.com/isotherm/isotherm/blob/main/docs/runbooks"


@dataclass(frozen=True, slots=True)
class Observation:
    """Addresses are hosts without user, password and path, fit to be shown; None if not set."""

    logs: str | None = None
    traces: str | None = None
    metrics: str | None = None
    grafana: str | None = None
    """The URL at which people open Grafana."""
    runbooks: str = RUNBOOKS_URL
    """The folder of runbooks, without a trailing slash."""
    prometheus: Prometheus | None = None

    def runbook(self, name: str) -> str:
        """Return the URL of a runbook."""
        return f"{self.runbooks}/{name}.md"


def shown_host(url: str | None) -> str | None:
    """Return host and port of a URL; a word that is no URL, such as `console`, as it is."""
    if url is None or "://" not in url:
        return url
    return urlsplit(url).netloc.rpartition("@")[2]
