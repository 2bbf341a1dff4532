"""Every route with every role: a route without an entry in the table fails."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from api_document import DOCUMENT

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RANGE = {"from": to_ms(NOW - timedelta(hours=1)), "to": to_ms(NOW)}

PEOPLE = ("", "nobody", "viewer", "operator", "manager", "elsewhere", "ada")
"""No token; no grant; each role at `here`; manager of another site; admin."""

OK, MADE, GONE = 200, 201, 204
DONE = 409
"""They may; somebody before them in the table has done it."""
ALL = (401, OK, OK, OK, OK, OK, OK)
SEES = (401, 404, OK, OK, OK, 404, OK)
OPERATES = (401, 404, 403, OK, OK, 404, OK)
MANAGES = (401, 404, 403, 403, OK, 404, OK)
HARDWARE = (401, 404, 404, OK, OK, 404, OK)
"""Viewers see no devices."""
ADMINISTERS = (401, *[403] * 5, OK)
ANY_STATE = {"headers": {"If-Match": "*"}}

TABLE: dict[tuple[str, str], tuple[dict[str, Any], tuple[int, ...]]] = {
    ("get", "/me"): ({}, ALL),
    ("patch", "/me"): ({"json": {"unit": "F"}}, ALL),
    ("delete", "/session"): ({}, (401, *[GONE] * 6)),
    ("get", "/sites"): ({}, ALL),
    ("post", "/sites"): (
        {"json": {"name": "New", "time_zone": "Europe/Vienna"}},
        (401, 403, 403, 403, 403, 403, MADE),
    ),
    ("get", "/sites/{site}"): ({}, SEES),
    ("patch", "/sites/{site}"): (
        {"json": {"name": "Over here"}} | ANY_STATE,
        (401, 404, 403, 403, 403, 404, OK),
    ),
    ("get", "/sites/{site}/deletion"): ({}, (401, 404, 403, 403, 403, 404, OK)),
    ("delete", "/sites/{site}"): (
        {"params": {"confirm": "here"}} | ANY_STATE,
        (401, 404, 403, 403, 403, 404, GONE),
    ),
    ("get", "/overview"): ({"params": {"site": "here"}}, SEES),
    ("get", "/sparks"): ({"params": {"sensor": "here/fridge"}}, SEES),
    ("get", "/sensors"): ({"params": {"site": "here"}}, SEES),
    ("post", "/sensors"): (
        {"json": {"site": "here", "name": "Fridge"}},
        (401, 404, 403, MADE, MADE, 404, MADE),
    ),
    ("get", "/sensors/{site}/{sensor}"): ({}, SEES),
    ("patch", "/sensors/{site}/{sensor}"): ({"json": {"name": "Cold"}} | ANY_STATE, OPERATES),
    ("delete", "/sensors/{site}/{sensor}"): (
        ANY_STATE,
        (401, 404, 403, GONE, 404, 404, 404),
    ),
    ("get", "/series"): ({"params": RANGE | {"sensor": "here/fridge"}}, SEES),
    ("get", "/statistics"): ({"params": RANGE | {"sensor": "here/fridge"}}, SEES),
    ("get", "/excursions"): ({"params": RANGE | {"sensor": "here/fridge"}}, SEES),
    ("get", "/export"): ({"params": RANGE | {"sensor": "here/fridge"}}, SEES),
    ("get", "/live"): ({"params": {"site": "here"}}, SEES),
    ("get", "/sensors/{site}/{sensor}/installations"): ({}, SEES),
    ("post", "/sensors/{site}/{sensor}/installations"): (
        {"json": {"device": "probe", "channel": "temperature", "from": to_ms(NOW)}},
        (401, 404, 403, MADE, DONE, 404, DONE),
    ),
    ("patch", "/sensors/{site}/{sensor}/installations/{installation_id}"): (
        {"json": {"to": to_ms(NOW)}} | ANY_STATE,
        OPERATES,
    ),
    ("delete", "/sensors/{site}/{sensor}/installations/{installation_id}"): (
        ANY_STATE,
        (401, 404, 403, GONE, 404, 404, 404),
    ),
    ("get", "/sensors/{site}/{sensor}/limits"): ({}, SEES),
    ("get", "/sensors/{site}/{sensor}/limits/changes"): ({}, SEES),
    ("put", "/sensors/{site}/{sensor}/limits"): (
        {"json": {"since": to_ms(NOW), "low": 2, "high": 8}} | ANY_STATE,
        MANAGES,
    ),
    ("delete", "/sensors/{site}/{sensor}/limits/{since}"): (
        ANY_STATE,
        (401, 404, 403, 403, OK, 404, 404),
    ),
    ("get", "/sensors/{site}/{sensor}/corrections"): ({}, SEES),
    ("post", "/sensors/{site}/{sensor}/corrections"): (
        {"json": {"kind": "set_aside", **RANGE, "reason": "Door open"}},
        (401, 404, 403, MADE, DONE, 404, DONE),
    ),
    ("post", "/sensors/{site}/{sensor}/corrections/preview"): (
        {"json": {"kind": "set_aside", **RANGE}},
        OPERATES,
    ),
    ("get", "/sensors/{site}/{sensor}/corrections/{correction_id}/undo"): ({}, OPERATES),
    ("post", "/sensors/{site}/{sensor}/corrections/{correction_id}/undo"): (
        {"json": {}},
        (401, 404, 403, OK, DONE, 404, DONE),
    ),
    ("get", "/sensors/{site}/{sensor}/rejects"): ({"params": RANGE}, SEES),
    ("get", "/sensors/{site}/{sensor}/interval"): ({}, SEES),
    ("put", "/sensors/{site}/{sensor}/interval"): (
        {"json": {"interval_s": 60}} | ANY_STATE,
        OPERATES,
    ),
    ("get", "/devices"): ({"params": {"site": "here"}}, OPERATES),
    ("post", "/devices"): (
        {"json": {"site": "here", "name": "new"}},
        (401, 404, 403, 403, MADE, 404, DONE),
    ),
    ("get", "/devices/{device}"): ({}, HARDWARE),
    ("get", "/devices/{device}/diagnosis"): ({}, HARDWARE),
    ("patch", "/devices/{device}"): ({"json": {"label": "Probe"}} | ANY_STATE, HARDWARE),
    ("patch", "/devices/{device}/channels/{channel}"): (
        {"json": {"unit": "C"}} | ANY_STATE,
        HARDWARE,
    ),
    ("post", "/devices/import"): (
        {"params": {"site": "here", "dry_run": "true"}, "content": b"name\nnew\n"},
        MANAGES,
    ),
    ("get", "/devices/{device}/activity"): ({}, HARDWARE),
    ("post", "/devices/{device}/credential"): (ANY_STATE, (401, 404, 404, 403, OK, 404, OK)),
    ("delete", "/devices/{device}"): (ANY_STATE, (401, 404, 404, 403, GONE, 404, 404)),
    ("get", "/broker"): ({}, (401, 403, 403, OK, OK, OK, OK)),
    ("get", "/broker/accounts"): ({}, ADMINISTERS),
    ("post", "/broker/accounts/check"): ({}, (401, *[403] * 5, 202)),
    ("post", "/broker/accounts/apply"): ({}, (401, *[403] * 5, 202)),
    ("get", "/proposals"): ({"params": {"site": "here"}}, OPERATES),
    ("post", "/proposals/{device}/{channel}/install"): (
        {"json": {"new_sensor": {"site": "here", "name": "Outside"}}},
        (401, 404, 404, MADE, DONE, 404, DONE),
    ),
    ("post", "/proposals/{device}/dismiss"): ({"json": {"channels": ["outside"]}}, HARDWARE),
    ("post", "/proposals/{device}/restore"): ({"json": {"channels": ["outside"]}}, HARDWARE),
    ("post", "/proposals/{device}/{channel}/dismiss"): ({}, HARDWARE),
    ("post", "/proposals/{device}/{channel}/ignore"): ({}, HARDWARE),
    ("post", "/proposals/{device}/{channel}/restore"): ({}, HARDWARE),
    ("get", "/rejects"): ({"params": RANGE}, ALL),
    ("post", "/rejects/replays"): ({"json": RANGE}, (401, 403, 403, 202, 202, 202, 202)),
    ("get", "/rejects/replays"): ({}, ALL),
    ("get", "/rejects/replays/preview"): ({}, (401, 403, 403, OK, OK, OK, OK)),
    ("get", "/rejects/replays/{job_id}"): ({}, (401, 404, 404, OK, OK, 404, OK)),
    ("get", "/ledger"): ({"params": RANGE}, ADMINISTERS),
    ("get", "/watch"): ({}, ALL),
    ("get", "/watch/events"): ({}, ADMINISTERS),
    ("get", "/status"): ({}, (401, *[403] * 5, OK)),
    ("get", "/version"): ({}, ALL),
    ("get", "/grants"): ({"params": {"site": "here"}}, MANAGES),
    ("post", "/grants"): (
        {"json": {"site": "here", "username": "newcomer", "role": "viewer"}},
        (401, 404, 403, 403, MADE, 404, MADE),
    ),
    ("get", "/grants/recipient"): (
        {"params": {"site": "here", "username": "newcomer"}},
        MANAGES,
    ),
    ("get", "/grants/candidates"): ({"params": {"site": "here", "q": "new"}}, MANAGES),
    ("get", "/sites/{site}/access"): ({}, MANAGES),
    ("patch", "/grants/{grant_id}"): (
        {"json": {"role": "operator"}, "headers": {"If-Match": "*"}},
        MANAGES,
    ),
    ("delete", "/grants/{grant_id}"): (ANY_STATE, (401, 404, 403, 403, GONE, 404, GONE)),
}

NAMES = {
    **{"site": "here", "sensor": "fridge", "installation_id": 1, "job_id": 1},
    **{
        "correction_id": 1,
        "device": "probe",
        "channel": "outside",
        "since": to_ms(NOW - timedelta(hours=1)),
    },
}
ONCE = {("post", "/grants"), ("delete", "/grants/{grant_id}")}
"""What cannot be done twice, so that the admin finds it done."""

ROUTES = [(method, path) for path, operations in DOCUMENT["paths"].items() for method in operations]


@pytest_asyncio.fixture(loop_scope="session")
async def grant_id(world: Any) -> int:
    """Two sites, a person of each role at `here`, and a grant of that site to change."""
    here, there = await world.site("here"), await world.site("there")
    old = await world.channel("old", here)
    fridge = await world.sensor(here, "fridge")
    await world.install(old, fridge, None, NOW - timedelta(days=1))
    await world.limits(fridge, NOW - timedelta(hours=1), 2, 8)
    await world.correct(fridge, NOW - timedelta(days=1), NOW - timedelta(hours=23))
    probe = await world.channel("probe", here)
    await world.connection.execute(
        "INSERT INTO channel (device_id, name) SELECT device_id, 'outside' FROM channel"
        " WHERE id = $1",
        probe,
    )
    for role in ("viewer", "operator", "manager"):
        await world.grant(here, role, username=role)
    await world.grant(there, "manager", username="elsewhere")
    await world.connection.execute(
        "INSERT INTO replay_job (asked_by, filter, site_ids, last_id) VALUES ('o', '{}', $1, 0)",
        [here],
    )
    grant = await world.grant(here, "viewer", group="/night-shift")
    assert isinstance(grant, int)
    return grant


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_a_route_answers_each_role_as_the_table_says(
    api: Any, grant_id: int, method: str, path: str
) -> None:
    short = path.removeprefix("/api/v1")
    assert (method, short) in TABLE, f"{method} {short} has no entry: who may ask it?"
    options, wanted = TABLE[method, short]
    url = short.format(grant_id=grant_id, **NAMES)
    for person, status in zip(PEOPLE, wanted, strict=True):
        if short == "/live" and status == OK:
            continue  # a stream does not end; live/test_router.py reads it
        if (method, short) in ONCE and person == "ada":
            await _again(api, method)
            status = {MADE: MADE, GONE: 404}[status]
        answer = await api.ask(person, url, method=method.upper(), **options)
        assert answer.status_code == status, (person, answer.text)
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def _again(api: Any, method: str) -> None:
    """Takes away what the manager has just given, so that the admin may give it."""
    if method == "post":
        listed = await api.get("ada", "/grants", site="here")
        [grant] = [grant for grant in listed["items"] if grant["subject"] == "subject-of-newcomer"]
        await api.ask("ada", f"/grants/{grant['id']}", method="DELETE", **ANY_STATE)


def test_the_table_names_only_existing_routes() -> None:
    assert {(method, f"/api/v1{path}") for method, path in TABLE} == set(ROUTES)


async def test_everyone_may_read_the_openapi_document(api: Any) -> None:
    answer = await api.ask("", "/openapi.json")
    assert answer.status_code == OK
    assert answer.json()["openapi"].startswith("3.1")


async def test_who_sees_which_sites(api: Any, grant_id: int) -> None:
    for person, slugs in (
        ("nobody", []),
        ("viewer", ["here"]),
        ("elsewhere", ["there"]),
        ("ada", ["here", "there"]),
    ):
        assert [site["slug"] for site in (await api.get(person, "/sites"))["items"]] == slugs
        me = await api.get(person, "/me")
        assert [site["slug"] for site in me["sites"]] == slugs
        listed = await api.get(person, "/sensors")
        assert {sensor["site"] for sensor in listed["items"]} <= set(slugs)


async def test_figures_of_the_whole_system_are_for_those_who_may_see_every_site(
    api: Any, world: Any, grant_id: int
) -> None:
    async def may(person: str) -> bool:
        answer = await api.ask(person, "/ledger")
        assert answer.status_code in (OK, 403)
        assert (await api.get(person, "/me"))["every_site"] == (answer.status_code == OK)
        watch = await api.get(person, "/watch")
        assert watch["all_arrive"] is False  # no worker has been seen
        return answer.status_code == OK

    sites = {
        slug: await world.connection.fetchval("SELECT id FROM site WHERE slug = $1", slug)
        for slug in ("here", "there")
    }
    assert [await may(person) for person in ("nobody", "manager", "ada")] == [False, False, True]
    await world.grant(sites["there"], "viewer", username="operator")
    assert await may("operator")
    await world.site("elsewhere")
    assert not await may("operator")
    await world.connection.execute("UPDATE site SET archived_at = now() WHERE slug = 'elsewhere'")
    assert await may("operator")


async def test_a_group_of_the_token_gives_its_role(api: Any, grant_id: int) -> None:
    answer = await api.ask("nils", "/sites", groups=["/night-shift", "/other"])
    assert [(site["slug"], site["role"]) for site in answer.json()["items"]] == [("here", "viewer")]
    answer = await api.ask("nils", "/sites", groups=["/night-shift/sub", "night-shift"])
    assert answer.json()["items"] == []


async def test_the_highest_of_several_roles_counts(api: Any, grant_id: int) -> None:
    answer = await api.ask("operator", "/sites", groups=["/night-shift"])
    assert answer.json()["items"][0]["role"] == "operator"


async def test_hidden_and_missing_sensors_look_alike(api: Any, grant_id: int) -> None:
    answers = [
        (await api.ask("elsewhere", f"/sensors/{name}")).json()
        for name in ("here/fridge", "here/nothing", "nowhere/fridge")
    ]
    for answer, name in zip(
        answers, ("here/fridge", "here/nothing", "nowhere/fridge"), strict=True
    ):
        assert answer["detail"] == f"There is no sensor {name} that you may see."
