"""Prometheus as a local process: it reads the metrics of a stack's parts and evaluates the alerts.

Jobs, paths and rules are the chart's own; only the addresses are local.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import yaml

from isotherm_devstack.host.paths import CHART_FILES
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.host.process import Command
from isotherm_devstack.host.system import prometheus_program
from isotherm_devstack.host.web import loopback_client
from isotherm_devstack.parts.configuration import filled

_RETENTION_TIME, _RETENTION_SIZE = "31d", "512MB"
INTERVAL_S = 5
"""How often metrics are read: more often than in a cluster, as people wait for what they did."""


class Prometheus:
    """One Prometheus with its data in `home`; `ports` are those of the parts' metrics, by part.

    A part of the chart without a port here is not read. Alerts are delivered to `alertmanagers`,
    as `host:port`.
    """

    name = "prometheus"
    may_finish = False

    def __init__(
        self,
        home: Path,
        port: int,
        log: Path,
        ports: Mapping[str, int],
        *,
        interval_s: int = INTERVAL_S,
        alertmanagers: Sequence[str] = (),
    ) -> None:
        self.home = home
        self.port = port
        self.configuration = home / "prometheus.yaml"
        self.rules = home / "rules.yaml"
        self._log, self._ports, self._interval_s = log, ports, interval_s
        self._alertmanagers = list(alertmanagers)

    @property
    def url(self) -> str:
        """Its address, for people and for queries."""
        return f"http://{LOOPBACK}:{self.port}"

    def prepare(self) -> None:
        """Write the scrape configuration and the rules."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        values = yaml.safe_load((CHART_FILES.parent / "values.yaml").read_text())
        runbooks = values["monitoring"]["runbookUrl"].rstrip("/")
        self.rules.write_text(filled("rules.yaml", runbooks=runbooks, claims=".+", where=""))
        self.configuration.write_text(
            filled(
                "prometheus.yaml",
                interval=f"{self._interval_s}s",
                rules=self.rules,
                alerting=json.dumps(
                    {"alertmanagers": [{"static_configs": [{"targets": self._alertmanagers}]}]}
                ),
                jobs=json.dumps(self.jobs()),
            )
        )

    def jobs(self) -> list[dict[str, Any]]:
        """Return the scrape configuration of Prometheus itself and of each part with a port."""
        scraped = yaml.safe_load((CHART_FILES / "scraped.yaml").read_text())
        return [
            _job("prometheus", "/metrics", self.port),
            *(
                _job(part, described["path"], self._ports[part])
                for part, described in scraped.items()
                if part in self._ports
            ),
        ]

    def command(self) -> Command:
        """Return how to run it."""
        options = (
            f"--config.file={self.configuration}",
            f"--storage.tsdb.path={self.home / 'data'}",
            f"--storage.tsdb.retention.time={_RETENTION_TIME}",
            f"--storage.tsdb.retention.size={_RETENTION_SIZE}",
            f"--web.listen-address={LOOPBACK}:{self.port}",
            "--enable-feature=exemplar-storage",
            # what fires before Alertmanager is known is delivered by the next attempt
            f"--rules.alert.resend-delay={self._interval_s}s",
            "--log.format=json",
        )
        return Command(self.name, (prometheus_program(), *options), self._log)

    async def is_ready(self) -> bool:
        """Return whether it has read its log, and answers queries."""
        try:
            async with loopback_client(timeout=5) as client:
                return (await client.get(f"{self.url}/-/ready")).status_code == 200
        except httpx.HTTPError:
            return False


def _job(name: str, path: str, port: int) -> dict[str, Any]:
    targets = [{"targets": [f"{LOOPBACK}:{port}"]}]
    return {"job_name": name, "metrics_path": path, "static_configs": targets}
