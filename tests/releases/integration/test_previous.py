"""The newest release's programs run on today's schema, as during an upgrade or after a rollback."""

import json
import re
import time
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import quote

from isotherm.names import topic
from isotherm_devstack.testing.database import Databases
from isotherm_releases import checkout
from isotherm_releases.checkout import Checkout
from isotherm_releases.people import ADA, People, people_at
from release_kept import Kept, PartsOn, change
from release_traffic import CHANNEL, books

_HOUR_S = 3600
_NAMED = {
    "site": "cold-store",
    "sensor": "cellar",
    "device": "cellar-1",
    "correction_id": "1",
    "job_id": "1",
}
_ASKED = {"sensor": "cold-store/cellar", "site": "cold-store", "q": "otto", "username": "otto"}


async def test_its_programs_store_roll_up_and_answer_every_route(
    kept: Kept, databases: Databases, parts_on: PartsOn, old: Checkout
) -> None:
    async with AsyncExitStack() as stack:
        copy = await stack.enter_async_context(databases.copied(kept.upgraded.name))
        parts = parts_on(copy)
        sql = await stack.enter_async_context(books(copy.superuser))
        for name in ("worker", "ingest", "api"):
            await stack.enter_async_context(parts.running(name, old))
        people = await stack.enter_async_context(people_at(parts.api_url, parts.identity))
        device = {"site": "cold-store", "name": "new-1"}
        answer = await people.ask(ADA, "POST", "/devices", json=device)
        parts.broker.passwords["new-1"] = answer["password"]
        await sql.until("SELECT count(*) = 1 FROM broker_account WHERE name = 'new-1'")
        hour = int(time.time()) // _HOUR_S * _HOUR_S - 3 * _HOUR_S
        readings = [{"value": 4 + number, "time": hour + 60 * number} for number in range(3)]
        await parts.broker.publish("new-1", topic("new-1", CHANNEL), json.dumps(readings))
        await sql.until("SELECT count(*) = 1 FROM channel c JOIN device d ON d.id = c.device_id"
                        " WHERE d.name = 'new-1'")  # fmt: skip
        place = {"site": "cold-store", "slug": "new", "name": "New"}
        await people.ask(ADA, "POST", "/sensors", json=place)
        installed = {"device": "new-1", "channel": CHANNEL, "from": (hour - _HOUR_S) * 1000}
        await people.ask(ADA, "POST", "/sensors/cold-store/new/installations", json=installed)
        limits = {"since": None, "low": 2, "high": 8, "reason": "Vaccines"}
        await people.ask(ADA, "PUT", "/sensors/cold-store/new/limits", json=limits)
        await sql.until(
            "SELECT n = 3 AND total = 15 FROM reading_hour JOIN sensor s ON s.id = sensor_id"
            " WHERE s.slug = 'new' AND hour = to_timestamp($1)",
            hour,
        )
        named = quote("cold-store/new", safe="")
        between = f"from={hour * 1000}&to={(hour + _HOUR_S) * 1000}"
        series = await people.ask(ADA, "GET", f"/series?sensor={named}&{between}")
        assert series["sensors"][0]["id"] == "cold-store/new"
        statuses = await _ask_everything(people, kept.release.commit)
        assert len(statuses) > 30
        assert {path: status for path, status in statuses.items() if status != 200} == {}


async def test_a_migration_that_contracts_would_be_noticed(
    kept: Kept, databases: Databases, parts_on: PartsOn, old: Checkout
) -> None:
    async with databases.copied(kept.upgraded.name) as copy:
        await change(copy, "ALTER TABLE sensor DROP COLUMN place CASCADE")
        parts = parts_on(copy)
        async with (
            parts.running("api", old),
            people_at(parts.api_url, parts.identity) as people,
        ):
            statuses = await _ask_everything(people, kept.release.commit)
    assert 500 in statuses.values()


async def _ask_everything(people: People, commit: str) -> dict[str, int]:
    """Return the status that an administrator gets from each GET of the release's document."""
    checkout.require_commit(commit)
    document = json.loads(checkout.git("show", f"{commit}:services/api/openapi.json"))
    headers = {"Authorization": f"Bearer {people.identity.token(ADA, admin=True)}"}
    statuses = {}
    for template, operations in document["paths"].items():
        if "get" not in operations:
            continue
        path = template.removeprefix("/api/v1")
        url = re.sub(r"\{(\w+)\}", lambda match: _NAMED[match[1]], path)
        asked = {"params": _parameters(operations["get"]), "headers": headers}
        async with people.http.stream("GET", url, **asked) as response:
            statuses[path] = response.status_code
            if "event-stream" not in response.headers["Content-Type"]:
                await response.aread()
    return statuses


def _parameters(operation: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that a route requires."""
    now = int(time.time() * 1000)
    asked = _ASKED | {"from": str(now - 7 * 24 * _HOUR_S * 1000), "to": str(now)}
    return {
        parameter["name"]: asked[parameter["name"]]
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and parameter.get("required")
    }
