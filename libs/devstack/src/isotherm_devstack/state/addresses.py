"""The port of each part of a stack: the usual one if free, remembered between starts."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path

from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.state.folder import read, write_private

USUAL_PORTS = {
    "frontend": 3000,
    "api": 8000,
    "keycloak": 8080,
    "keycloak_management": 9000,
    "mqtt": 1883,
    "mqtt_services": 1884,
    "mqtt_tls": 8883,
    "postgres": 5432,
    "ingest_management": 9101,
    "worker_management": 9102,
    "api_management": 9103,
    "frontend_management": 9104,
    "prometheus": 9090,
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The port of each listener, all on the loopback interface.

    `mqtt` and `mqtt_tls` are for devices.
    """

    frontend: int
    api: int
    keycloak: int
    keycloak_management: int
    mqtt: int
    mqtt_services: int
    mqtt_tls: int
    postgres: int
    ingest_management: int
    worker_management: int
    api_management: int
    frontend_management: int
    prometheus: int

    @property
    def frontend_url(self) -> str:
        """The URL of the pages; with `localhost`, as in Keycloak's realm."""
        return f"http://localhost:{self.frontend}"

    @property
    def metrics_ports(self) -> dict[str, int]:
        """The ports of the parts' metrics, by part."""
        return {
            "ingest": self.ingest_management,
            "worker": self.worker_management,
            "api": self.api_management,
            "frontend": self.frontend_management,
        }

    @property
    def prometheus_url(self) -> str:
        """The address of Prometheus, if the stack runs one."""
        return f"http://{LOOPBACK}:{self.prometheus}"

    @property
    def api_url(self) -> str:
        """The base URL of the API."""
        return f"http://{LOOPBACK}:{self.api}"


def choose(remembered: Path) -> Addresses:
    """Choose free ports, preferably those of the last start, and write them to this file."""
    last: dict[str, int] = read(remembered)
    preferred = USUAL_PORTS | last
    chosen = Addresses(
        **{field.name: free_port(preferred[field.name]) for field in fields(Addresses)}
    )
    write_private(remembered, asdict(chosen))
    return chosen
