"""What `.local/stack.json` says of a running stack, as the tests use it."""

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

    def password_of(self, username: str) -> str:
        """A demo user's password."""
        return next(u["password"] for u in self._said["users"] if u["username"] == username)

    def device(self, name: str) -> aiomqtt.Client:
        """A client of a device, by its own credentials, not yet connected."""
        device = next(d for d in self._said["devices"] if d["name"] == name)
        mqtt = self._said["mqtt"]
        return aiomqtt.Client(
            mqtt["host"], mqtt["port"], username=device["username"], password=device["password"]
        )
