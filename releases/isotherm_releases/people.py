"""What people do with a release before it is kept: everything a person can enter, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from isotherm_releases.identity import Identity

OTTO, VERA, ADA = "otto", "vera", "ada"
ADMINISTRATOR = ADA
FREEZER, FRIDGE, CELLAR, SHED = (
    "cold-store/freezer", "pharmacy/fridge", "cold-store/cellar", "cold-store/shed",
)  # fmt: skip
SENSORS = (FREEZER, FRIDGE, CELLAR, SHED)
"""Sensors as `site/slug`; the shed is archived."""
DEVICES = {
    "freezer-1": "cold-store",
    "fridge-1": "pharmacy",
    "cellar-1": "cold-store",
    "shed-1": "cold-store",
    "spare-1": "pharmacy",
}
CHANNEL = "temperature"
UNKNOWN_CHANNEL = "probe-2"
"""Nobody installs it."""


_AVAILABLE_S, _AGAIN_S = 120.0, 0.5


@dataclass
class People:
    """Three people at the api of a release."""

    http: httpx.AsyncClient
    identity: Identity

    async def ask(self, person: str, method: str, path: str, **more: Any) -> Any:
        """Return the answer to a person's request; raise httpx.HTTPStatusError."""
        token = self.identity.token(person, admin=person == ADMINISTRATOR, groups=["/night-shift"])
        headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
        response = await self.http.request(method, path, headers=headers, **more)
        if response.is_error:
            raise httpx.HTTPStatusError(
                f"{method} {path}: {response.text}", request=response.request, response=response
            )
        return response.json() if response.content else None

    async def are_refused(self) -> bool:
        """Return whether the api cannot judge tokens yet, as it has no keys of the realm."""
        token = {"Authorization": f"Bearer {self.identity.token(ADMINISTRATOR, admin=True)}"}
        response = await self.http.get("/me", headers=token)
        return response.status_code == httpx.codes.SERVICE_UNAVAILABLE

    async def set_up(self) -> dict[str, str]:
        """Create sites and devices, and give access; return each device's password."""
        for slug, name, zone in (
            ("cold-store", "Kühlhaus Nord", "Europe/Vienna"),
            ("pharmacy", "Pharmacy", "America/New_York"),
            ("closed", "Closed", "Asia/Kathmandu"),
        ):
            site = {"slug": slug, "name": name, "time_zone": zone}
            await self.ask(ADA, "POST", "/sites", json=site)
        await self.ask(ADA, "PATCH", "/sites/closed", json={"archived": True})
        for person in (OTTO, VERA):
            await self.ask(person, "GET", "/me")
        await self._give_access()
        passwords = {}
        for name, site_of in DEVICES.items():
            device = {"site": site_of, "name": name, "label": name.title(), "notes": "Third shelf"}
            answer = await self.ask(ADA, "POST", "/devices", json=device)
            passwords[name] = str(answer["password"])
        return passwords

    async def install(self, since: datetime) -> None:
        """Create the sensors, install each device's channel, and set what the channels send."""
        for sensor in SENSORS:
            site_of, slug = sensor.split("/")
            place = {"site": site_of, "slug": slug, "name": slug.title(), "place": "Hall 2"}
            await self.ask(ADA, "POST", "/sensors", json=place)
            installed = {"device": f"{slug}-1", "channel": CHANNEL, "from": ms(since)}
            await self.ask(ADA, "POST", f"/sensors/{sensor}/installations", json=installed)
        # the freezer's probe sends Fahrenheit, the shed's says 77.7 when it has no temperature
        unit = {"unit": "F"}
        await self.ask(ADA, "PATCH", f"/devices/freezer-1/channels/{CHANNEL}", json=unit)
        values = {"fault_values": [77.7], "plausible_low": -60, "plausible_high": 80}
        await self.ask(ADA, "PATCH", f"/devices/shed-1/channels/{CHANNEL}", json=values)

    async def _give_access(self) -> None:
        manager = {"site": "cold-store", "subject": "subject-of-otto", "role": "manager"}
        group = {"site": "cold-store", "group": "/night-shift", "role": "viewer"}
        viewer = {"site": "pharmacy", "subject": "subject-of-vera", "role": "viewer"}
        for grant in (manager, group, viewer):
            await self.ask(ADA, "POST", "/grants", json=grant)
        preferences = {"unit": "F", "time_zone": "Europe/Lisbon", "theme": "dark"}
        await self.ask(VERA, "PATCH", "/me", json=preferences)

    async def set_limits(self, since: datetime, later: datetime) -> None:
        """Set limits of two sensors, at two times and with a grace, and intervals."""
        first = {"since": ms(since), "low": 2, "high": 8}
        second = {
            "since": ms(later),
            "low": 2,
            "high": 7,
            "min_duration_s": 1800,
            "hysteresis": 0.5,
        }
        for limits in (first, second):
            await self.ask(ADA, "PUT", f"/sensors/{FRIDGE}/limits", json=limits)
        frozen = {"since": ms(since), "low": None, "high": -15, "reason": "Frozen vaccines"}
        await self.ask(OTTO, "PUT", f"/sensors/{FREEZER}/limits", json=frozen)
        for sensor, interval_s in ((FREEZER, 600), (FRIDGE, 1800), (CELLAR, 300)):
            interval = {"interval_s": interval_s, "since": ms(since)}
            await self.ask(ADA, "PUT", f"/sensors/{sensor}/interval", json=interval)

    async def correct(self, since: datetime, until: datetime) -> None:
        """Make a correction of each kind, one after the other in time, and undo one."""
        third = (until - since) / 3
        kinds: tuple[dict[str, Any], ...] = (
            {"kind": "set_aside"},
            {"kind": "unit", "read_as": "C", "sent_as": "F"},
            {"kind": "time", "shift_ms": 60_000},
        )
        path = f"/sensors/{CELLAR}/corrections"
        for number, kind in enumerate(kinds):
            start = since + third * number
            stretch = {"from": ms(start), "to": ms(start + third / 2), "reason": "Door stood open"}
            await self.ask(OTTO, "POST", path, json=kind | stretch)
        stretch = {"from": ms(until), "to": ms(until + third / 4), "reason": "A mistake"}
        undone = await self.ask(OTTO, "POST", path, json={"kind": "set_aside"} | stretch)
        await self.ask(OTTO, "POST", f"{path}/{undone['id']}/undo", json={"reason": "It was not"})

    async def tidy_up(self, since: datetime, until: datetime) -> None:
        """Replay rejects after a cure, dismiss a proposal, archive a sensor, and sign out."""
        zone = {"time_zone": "Europe/Vienna"}
        await self.ask(ADA, "PATCH", "/devices/cellar-1", json=zone)
        again = {"from": ms(since), "to": ms(until), "device": "cellar-1"}
        await self.ask(OTTO, "POST", "/rejects/replays", json=again)
        proposal = f"/proposals/spare-1/{quote(UNKNOWN_CHANNEL)}"
        await self.ask(ADA, "POST", f"{proposal}/dismiss")
        await self.ask(ADA, "POST", "/devices/spare-1/credential")
        await self.ask(ADA, "PATCH", f"/sensors/{SHED}", json={"archived": True})
        await self.ask(ADA, "DELETE", "/devices/shed-1")
        await self.ask(VERA, "DELETE", "/session")


@asynccontextmanager
async def people_at(url: str, identity: Identity) -> AsyncIterator[People]:
    """Give the people at an api, once that has the keys that their tokens are signed with."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as http:
        people = People(http, identity)
        async with asyncio.timeout(_AVAILABLE_S):
            while await people.are_refused():  # noqa: ASYNC110  another process
                await asyncio.sleep(_AGAIN_S)
        yield people


def ms(instant: datetime) -> int:
    """Return an instant as the api writes it."""
    return int(instant.timestamp() * 1000)
