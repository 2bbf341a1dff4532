"""A running stack as the tests see it: its addresses, its people, its devices and its secrets."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiomqtt
from playwright.async_api import Page

LogIn = Callable[..., Awaitable[Page]]
Publish = Callable[..., Awaitable[None]]


class Stack:
    """A running stack; raises KeyError or StopIteration for what it does not have."""

    def __init__(self, said: dict[str, Any], home: Path) -> None:
        self._said, self.home = said, home
        self.frontend: str = said["frontend"]
        self.api: str = said["api"]
        self.keycloak: str = said["keycloak"]
        self.dsn: str = said["postgres"]["dsn"]

    @property
    def realm(self) -> str:
        """The address of the realm, `iss` in its tokens."""
        return f"{self.keycloak}/realms/isotherm"

    def password_of(self, username: str) -> str:
        """A demo user's password."""
        return next(u["password"] for u in self._said["users"] if u["username"] == username)

    def device_password(self, name: str) -> str:
        """A device's password at the broker; its user name is its own name."""
        return next(d["password"] for d in self._said["devices"] if d["name"] == name)

    def device(self, name: str, **options: Any) -> aiomqtt.Client:
        """A client of a device, by its own credentials, not yet connected."""
        return self.broker_client(name, self.device_password(name), **options)

    def broker_client(self, username: str, password: str, **options: Any) -> aiomqtt.Client:
        """A client at the devices' listener, not yet connected."""
        host, port = self.broker
        return aiomqtt.Client(host, port, username=username, password=password, **options)

    @property
    def broker(self) -> tuple[str, int]:
        """Host and port of the devices' listener."""
        return self._said["mqtt"]["host"], self._said["mqtt"]["port"]

    def secret(self, kind: str, name: str) -> str:
        """A secret of the stack, such as `secret("database", "api")`."""
        secrets = json.loads((self.home / "secrets.json").read_text())
        return str(secrets[kind][name])

    def port(self, name: str) -> int:
        """A port of the stack, such as `port("api_management")`."""
        return int(json.loads((self.home / "ports.json").read_text())[name])

    def pid(self, process: str) -> int:
        """The process id of a part when the stack had come up."""
        return next(int(p["pid"]) for p in self._said["processes"] if p["name"] == process)

    def log(self, process: str) -> str:
        """Everything that a part has logged."""
        return (self.home / "log" / f"{process}.log").read_text(errors="replace")
