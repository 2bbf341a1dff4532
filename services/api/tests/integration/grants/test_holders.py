"""Who may see a site, and why."""

from datetime import UTC, datetime
from typing import Any

import pytest
from phone_book import NEWHIRE

from isotherm.instants import to_ms
from isotherm_api.directory.people import Members, Person
from isotherm_api.grants import holders

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOM = Person("subject-of-tom", "tom", "Tom Ford", "tom@example.invalid")


async def test_each_person_has_every_grant_that_gives_them_a_role(api: Any, world: Any) -> None:
    site = await world.site("s")
    mira = await world.grant(site, "manager", username="mira")
    tom = await world.grant(site, "viewer", username="tom")
    night = await world.grant(site, "operator", group="/night-shift")
    day = await world.grant(site, "viewer", group="/day-shift")
    await world.grant(await world.site("t"), "manager", username="elsewhere")
    await api.get("mira", "/me")
    api.services.directory.groups = {
        "/night-shift": Members([TOM, NEWHIRE]), "/day-shift": Members([TOM]),
    }  # fmt: skip
    answer = await api.get("mira", "/sites/s/access")
    assert (answer["complete"], answer["incomplete"]) == (True, None)
    assert answer["groups"] == [
        {"path": "/day-shift", "role": "viewer", "grant": day, "members": 1},
        {"path": "/night-shift", "role": "operator", "grant": night, "members": 2},
    ]
    items = {item["username"]: item for item in answer["items"]}
    assert list(items) == ["mira", "newhire", "tom"]
    assert items["mira"]["last_seen"] == to_ms(NOW)
    assert items["newhire"] == {
        **{"subject": NEWHIRE.subject, "username": "newhire", "name": "New Hire"},
        **{"email": NEWHIRE.email, "role": "operator", "last_seen": None},
        "via": [{"grant": night, "role": "operator", "subject": None, "group": "/night-shift"}],
    }
    assert [(via["grant"], via["role"]) for via in items["tom"]["via"]] == [
        (night, "operator"), (tom, "viewer"), (day, "viewer"),
    ]  # fmt: skip
    assert (items["tom"]["role"], items["tom"]["name"]) == ("operator", "Tom Ford")
    assert items["mira"]["via"][0] == {
        **{"grant": mira, "role": "manager", "subject": "subject-of-mira", "group": None}
    }


async def test_what_is_not_known_is_said(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.grant(site, "viewer", username="tom")
    await world.grant(site, "operator", group="/night-shift")
    api.services.directory.away = True
    answer = await api.get("ada", "/sites/s/access")
    assert (answer["complete"], answer["groups"][0]["members"]) == (False, None)
    assert "Keycloak cannot be reached" in answer["incomplete"]
    [item] = answer["items"]
    assert (item["subject"], item["username"], item["role"]) == ("subject-of-tom", None, "viewer")


async def test_without_a_directory_only_groups_are_incomplete(api: Any, world: Any) -> None:
    site = await world.site("s")
    await world.grant(site, "viewer", username="tom")
    api.services.directory.blank = True
    assert (await api.get("ada", "/sites/s/access"))["complete"] is True
    await world.grant(site, "operator", group="/night-shift")
    assert (await api.get("ada", "/sites/s/access"))["complete"] is False


@pytest.mark.parametrize("complete", [True, False])
async def test_a_large_group_is_listed_in_part(
    api: Any, world: Any, monkeypatch: pytest.MonkeyPatch, complete: bool
) -> None:
    monkeypatch.setattr(holders, "MOST", 3)
    site = await world.site("s")
    await world.grant(site, "viewer", group="/all")
    people = [Person(f"subject-{n}", f"user-{n}", None, None) for n in range(4 if complete else 3)]
    api.services.directory.groups = {"/all": Members(people, complete)}
    answer = await api.get("ada", "/sites/s/access")
    assert (len(answer["items"]), answer["complete"]) == (3, False)
    assert "more people" in answer["incomplete"]
    assert answer["groups"][0]["members"] == (4 if complete else None)
