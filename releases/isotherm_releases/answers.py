"""What the api of a release answers about the data that are kept with it."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from isotherm_releases.identity import Identity
from isotherm_releases.people import ADMINISTRATOR, DEVICES, SENSORS, SHED, people_at

_MOVING = (
    r"/etag$",  # of the state that it names
    r"^/overview/(mark|time|sensors/(coverage|state|since))",
    r"^/sensors/items/\d+/(state|since|status)$",
    r"^/ledger.*/open$",
    r"^/devices(/[\w-]+|/items/\d+)/(problem|credential)",
    r"^/watch/events.*/seconds$",  # of an alert that has not ended
)
"""What follows the clock, or names a state of the moment."""


def questions(since_ms: int, until_ms: int) -> list[str]:
    """Return the paths to ask, with ranges that end before the release was kept."""
    between, hour = f"from={since_ms}&to={until_ms}", 3_600_000
    recent = f"from={until_ms - 8 * hour}&to={until_ms}"
    ever = f"from={since_ms}&to={until_ms + 24 * hour}"
    paths = ["/me", "/overview", "/sites", "/sensors", "/devices", "/grants?site=cold-store"]
    paths += [f"/rejects?{ever}", "/rejects/replays/1", f"/ledger?{ever}", f"/watch/events?{ever}"]
    for sensor in SENSORS:
        named = quote(sensor, safe="")
        paths += [f"/sensors/{sensor}/installations", f"/sensors/{sensor}/limits"]
        paths += [f"/sensors/{sensor}/corrections?undone=true", f"/sensors/{sensor}/interval"]
        paths += [f"/sensors/{sensor}/limits/changes"]
        if sensor != SHED:
            paths += [f"/series?sensor={named}&{between}&points=150"]
            paths += [f"/series?sensor={named}&{recent}"]
            paths += [f"/statistics?sensor={named}&{between}"]
            paths += [f"/excursions?sensor={named}&{between}"]
    return paths + [f"/devices/{device}" for device in DEVICES]


async def record(url: str, identity: Identity, paths: list[str]) -> dict[str, Any]:
    """Return what the api answers to each path; raise httpx.HTTPStatusError."""
    async with people_at(url, identity) as people:
        answers = await asyncio.gather(*(people.ask(ADMINISTRATOR, "GET", path) for path in paths))
    return dict(zip(paths, answers, strict=True))


def differences(kept: Any, today: Any, at: str = "") -> Iterator[str]:
    """Yield where today's answer lacks something of the kept one or says something else.

    Members that a later release added do not matter.
    """
    if isinstance(kept, dict) and isinstance(today, dict):
        for name, value in kept.items():
            below = f"{at}/{name}" if at or not name.startswith("/") else name
            if any(re.search(moving, below) for moving in _MOVING):
                continue
            if name not in today:
                yield f"{below} is missing"
            else:
                yield from differences(value, today[name], below)
    elif isinstance(kept, list) and isinstance(today, list) and len(kept) == len(today):
        for number, (left, right) in enumerate(zip(kept, today, strict=True)):
            yield from differences(left, right, f"{at}/{number}")
    elif kept != today:
        yield f"{at} was {str(kept)[:80]} and is {str(today)[:80]}"
