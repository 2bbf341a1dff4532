"""Where each part of a stack listens: the usual ports where free, remembered between starts."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path

from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.state.folder import read, write_private

_USUAL = {
    "frontend": 3000,
    "api": 8000,
    "keycloak": 8080,
    "keycloak_management": 9000,
    "mqtt": 1883,
    "mqtt_services": 1884,
    "postgres": 5432,
    "ingest_management": 9101,
    "worker_management": 9102,
    "api_management": 9103,
    "frontend_management": 9104,
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """The port of each listener, all on the loopback interface. `mqtt` is the devices'."""

    frontend: int
    api: int
    keycloak: int
    keycloak_management: int
    mqtt: int
    mqtt_services: int
    postgres: int
    ingest_management: int
    worker_management: int
    api_management: int
    frontend_management: int

    @property
    def frontend_url(self) -> str:
        """The address people open; `localhost`, as it stands in Keycloak's realm."""
        return f"http://localhost:{self.frontend}"

    @property
    def api_url(self) -> str:
        """The API's base address."""
        return f"http://{LOOPBACK}:{self.api}"


def choose(remembered: Path) -> Addresses:
    """Choose free ports, those of the last start first, and remember them in this file."""
    last: dict[str, int] = read(remembered)
    preferred = _USUAL | last
    chosen = Addresses(
        **{field.name: free_port(preferred[field.name]) for field in fields(Addresses)}
    )
    write_private(remembered, asdict(chosen))
    return chosen
