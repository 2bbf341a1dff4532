"""The app under test, and requests to it as different people."""

from datetime import datetime
from typing import Any

import httpx
from fastapi import FastAPI
from still_clock import StillClock
from token_realm import Realm

from isotherm.instants import to_ms
from isotherm.process.background import Background
from isotherm.process.listener import Listener
from isotherm_api.context import Services
from isotherm_api.hub.hub import CHANNELS


class Api:
    """The app with its services, and requests to it as different people."""

    def __init__(
        self, app: FastAPI, services: Services, background: Background, realm: Realm, dsn: str
    ) -> None:
        self.app, self.services, self.realm, self.dsn = app, services, realm, dsn
        self.background = background
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://api.example/api/v1"
        )

    @property
    def clock(self) -> StillClock:
        """The clock that the app reads."""
        assert isinstance(self.services.clock, StillClock)
        return self.services.clock

    async def ask(
        self, username: str, path: str, *, method: str = "GET", **options: Any
    ) -> httpx.Response:
        """Send a request as a user; `ada` is admin, the empty name sends no token."""
        headers = dict(options.pop("headers", {}))
        if username:
            token = self.realm.token(
                username, admin=username == "ada", groups=options.pop("groups", ())
            )
            headers["Authorization"] = f"Bearer {token}"
        return await self.http.request(method, path, headers=headers, **options)

    async def get(self, username: str, path: str, /, **params: Any) -> Any:
        """Return the document of a request that must succeed."""
        answer = await self.ask(username, path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def install(
        self,
        device: str,
        since: datetime,
        person: str = "ada",
        *,
        sensor: str = "s/fridge",
        **more: Any,
    ) -> httpx.Response:
        """Install a device's `temperature` on a sensor; return the response."""
        body = {"device": device, "channel": "temperature", "from": to_ms(since), **more}
        path = f"/sensors/{sensor}/installations"
        return await self.ask(person, path, method="POST", json=body)

    async def install_proposal(
        self, body: dict[str, Any], person: str = "ada", device: str = "probe"
    ) -> httpx.Response:
        """Install the proposed channel `temperature` of a device; return the response."""
        path = f"/proposals/{device}/temperature/install"
        return await self.ask(person, path, method="POST", json=body)

    def listener(self) -> Listener:
        """Return the hub's listener; run it beside `services.hub.run()`."""
        return Listener(self.dsn, CHANNELS, self.services.hub.heard)
