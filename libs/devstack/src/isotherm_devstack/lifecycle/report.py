"""The description of a running stack: `stack.json` for scripts, tables for people."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from isotherm_devstack.demo.fleet import FLEET, REPLAYED, SILENT
from isotherm_devstack.demo.people import ADA, PEOPLE
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.lifecycle.supervisor import Running
from isotherm_devstack.state.addresses import Addresses
from isotherm_devstack.state.content import Content
from isotherm_devstack.state.credentials import Credentials
from isotherm_devstack.state.folder import State
from isotherm_devstack.state.tls import TlsFiles


def stack_json(
    addresses: Addresses,
    credentials: Credentials,
    owner_dsn: str,
    parts: Iterable[Running],
    content: Content,
    tls: TlsFiles | None,
    *,
    observe: bool = False,
) -> dict[str, Any]:
    """Return the content of `stack.json`; devices that are not simulated come first."""
    empty = content is Content.EMPTY
    devices = [] if empty else [sensor.device for sensor in (*SILENT, *FLEET, REPLAYED)]
    return {
        "frontend": addresses.frontend_url,
        "api": addresses.api_url,
        "keycloak": f"http://localhost:{addresses.keycloak}",
        "mqtt": {
            "host": LOOPBACK,
            "port": addresses.mqtt,
            "tls_port": None if tls is None else addresses.mqtt_tls,
        },
        "postgres": {"dsn": owner_dsn},
        "prometheus": addresses.prometheus_url if observe else None,
        "users": [
            {
                "username": person.username,
                "password": credentials.people[person.username],
                "role": person.role,
                "site": person.site,
            }
            for person in ((ADA,) if empty else PEOPLE)
        ],
        "devices": [
            {"name": name, "username": name, "password": credentials.devices[name]}
            for name in devices
        ],
        "processes": [
            {
                "name": running.part.name,
                "pid": running.process.pid,
                "log": str(running.process.command.log),
            }
            for running in parts
            if running.process.returncode is None and running.started is not None
        ],
    }


def print_tables(console: Console, stack: dict[str, Any], state: State) -> None:
    """Print addresses, users and a device to try, from the content of `stack.json`."""
    secrets, described = shown(state.secrets), shown(state.stack)
    where = _table("Isotherm is up", "address", "")
    where.add_row(f"[bold]{stack['frontend']}[/]", "the pages; open this")
    where.add_row(f"{stack['api']}/api/v1/openapi.json", "the API")
    where.add_row(f"{stack['keycloak']}/admin", "Keycloak; user admin, password below")
    where.add_row(f"{stack['mqtt']['host']}:{stack['mqtt']['port']}", "MQTT, for devices")
    if stack["mqtt"]["tls_port"]:
        where.add_row(f"{stack['mqtt']['host']}:{stack['mqtt']['tls_port']}", "MQTT over TLS")
    if stack.get("prometheus"):
        where.add_row(f"{stack['prometheus']}/alerts", "Prometheus: alerts, and metrics to query")
    console.print(where)
    people = _table("Log in as", "user", "password", "role")
    for user in stack["users"]:
        people.add_row(user["username"], user["password"], _role(user))
    console.print(people)
    _print_first_step(console, stack)
    for line in (
        f"Keycloak's admin password: keycloak_admin in {secrets}",
        f"Passwords of all people and devices: {described}",
        f"Logs, data and secrets: {shown(state.home)}",
    ):
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def shown(path: Path) -> str:
    """Return a path as a person may type it: relative to the working directory if it is in it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _print_first_step(console: Console, stack: dict[str, Any]) -> None:
    """Print how to send a reading, or, without any device, where to connect one."""
    if not stack["devices"]:
        console.print("Nothing is here yet: log in, make a site and connect a first device.")
        return
    device = stack["devices"][0]
    console.print("Send a reading yourself:")
    console.print(
        f"  mosquitto_pub -h {stack['mqtt']['host']} -p {stack['mqtt']['port']} -q 1 "
        f"-u {device['username']} -P {device['password']} "
        f"-t sensors/{device['name']}/temperature -m 21.4",
        soft_wrap=True,
        markup=False,
        highlight=False,
    )


def _table(title: str, *columns: str) -> Table:
    """Return a table in which only the last column wraps, so that the others can be copied."""
    table = Table(title=title, title_justify="left")
    for column in columns[:-1]:
        table.add_column(column, no_wrap=True)
    table.add_column(columns[-1])
    return table


def _role(user: dict[str, Any]) -> str:
    if user["role"] is None:
        return "none yet"
    return user["role"] if user["site"] is None else f"{user['role']} of {user['site']}"
