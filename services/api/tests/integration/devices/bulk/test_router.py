"""Registering devices from a CSV file: all or none, and what is wrong in which line."""

import csv
import io
import json
from typing import Any

import pytest
from credentials import count_registered, opens, stored, unsealed
from device_changes import people


async def upload(api: Any, text: str, person: str = "manager", **params: Any) -> Any:
    """Send a file, of rows at `here` unless told otherwise; return the response."""
    return await api.ask(
        person, "/devices/import", method="POST", content=text.encode(),
        params={"site": "here"} | params, headers={"Content-Type": "text/csv"},
    )  # fmt: skip


async def test_passwords_come_in_the_form_of_a_comma_country(api: Any, world: Any) -> None:
    await people(world)
    answer = await upload(api, "name\nprobe\n3-12\n", form="comma")
    assert answer.status_code == 201, answer.text
    text = answer.content.decode()
    assert text.startswith("\ufeffname;password\r\nprobe;")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [name for name, _ in rows] == ["name", "probe", "'3-12"]
    for name, password in rows[1:]:
        assert opens(await stored(world, name.removeprefix("'")), password)


async def test_all_rows_become_devices_with_passwords(api: Any, world: Any) -> None:
    here, there = await people(world)
    generation = await world.connection.fetchval("SELECT generation FROM account_state")
    text = "site;Name;Label;time zone\n;probe;Kühlschrank;Europe/Vienna\nthere;3-12;;\n"
    answer = await upload(api, text, "both")
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="isotherm-devices.csv"'
    header, *rows = csv.reader(io.StringIO(answer.text))
    assert header == ["name", "password"]
    assert [name for name, _ in rows] == ["probe", "'3-12"]
    for name, site, password in (("probe", here, rows[0][1]), ("3-12", there, rows[1][1])):
        row = await stored(world, name)
        assert (row["site_id"], row["state"], row["credential_version"]) == (site, "known", 1)
        assert row["credential_at"] is not None
        assert opens(row, password)
        assert unsealed(api, row) == password
    device = await api.get("manager", "/devices/probe")
    assert (device["label"], device["time_zone"]) == ("Kühlschrank", "Europe/Vienna")
    assert device["credential"]["state"] == "waiting"
    after = "SELECT generation FROM account_state"
    assert await world.connection.fetchval(after) == generation + 1
    audited = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    assert [(row["action"], row["target"], row["site_id"]) for row in audited] == [
        ("device.add", "probe", here), ("device.add", "3-12", there),
    ]  # fmt: skip
    assert json.loads(audited[0]["after"])["label"] == "Kühlschrank"
    assert all(rows[0][1] not in row["after"] for row in audited)


async def test_every_bad_row_is_listed_and_nothing_is_done(api: Any, world: Any) -> None:
    _, there = await people(world)
    await world.channel("theirs", there)
    before = await count_registered(world)
    text = (
        "name,label,site,time_zone,serial\n"
        "good,,,,\n"
        "a b,,,Europe/Nowhere,\n"
        "good,,,,\n"
        "theirs,,,,\n"
        "x,,there,,\n"
        "y,,no site,,\n"
        ",z,,,\n"
        f"w,{'a' * 101},,,,1\n"
    )
    expected = {
        3: {"name", "time_zone"}, 4: {"name"}, 5: {"name"}, 6: {"site"}, 7: {"site"}, 8: {"name"},
        9: {"", "label"},
    }  # fmt: skip
    dry = await upload(api, text, dry_run=True)
    assert dry.status_code == 200, dry.text
    document = dry.json()
    assert (document["ok"], document["bad"]) == (1, 7)
    found = {row["line"]: {error["column"] for error in row["errors"]} for row in document["rows"]}
    assert found == {2: set()} | expected
    bad = [row for row in document["rows"] if not row["ok"]]
    messages = {row["line"]: row["errors"][0]["message"] for row in bad}
    assert messages[4] == "is also the name in line 2"
    assert messages[5] == "is the name of another device"
    assert messages[6] == "There is no site there that you may see."
    assert messages[8] == "is missing"
    refused = await upload(api, text)
    assert refused.status_code == 422
    problem = refused.json()
    assert problem["detail"] == "7 of 8 rows cannot be registered. Nothing was done."
    assert problem["rows"] == [{key: row[key] for key in ("line", "name", "errors")} for row in bad]
    assert {"field": "line 4, name", "message": "is also the name in line 2"} in problem["errors"]
    assert await count_registered(world) == before


async def test_a_dry_run_changes_nothing(api: Any, world: Any) -> None:
    await people(world)
    before = await count_registered(world)
    dry = await upload(api, "name\na\nb\n", dry_run=True)
    assert dry.json() == {
        "rows": [
            {"line": line, "name": name, "ok": True, "errors": []}
            for line, name in ((2, "a"), (3, "b"))
        ],
        "ok": 2,
        "bad": 0,
    }
    assert await count_registered(world) == before


@pytest.mark.parametrize(
    ("person", "params", "status"),
    [
        ("viewer", {"site": "here"}, 403), ("operator", {"site": "here"}, 403),
        ("elsewhere", {"site": "here"}, 404), ("manager", {"site": "there"}, 404),
        ("operator", {}, 403), ("nobody", {}, 403), ("manager", {}, 201), ("ada", {}, 201),
    ],
)  # fmt: skip
async def test_only_managers_import(
    api: Any, world: Any, person: str, params: dict[str, str], status: int
) -> None:
    await people(world)
    answer = await api.ask(
        person, "/devices/import", method="POST", content=b"name,site\na,here\n", params=params
    )
    assert answer.status_code == status, answer.text


async def test_a_file_that_cannot_be_read_is_a_problem(api: Any, world: Any) -> None:
    await people(world)
    for dry_run in (True, False):
        answer = await upload(api, "name,colour\na,red\n", dry_run=dry_run)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "colour"


async def test_a_file_may_be_larger_than_other_bodies(api: Any, world: Any) -> None:
    await people(world)
    row = "{},{}\n"
    text = "name,notes\n" + "".join(row.format(f"d{n}", "x" * 900) for n in range(1000))
    assert 64 * 1024 < len(text) < 1024 * 1024
    assert (await upload(api, text)).status_code == 201
    assert await world.connection.fetchval("SELECT count(*) FROM device") == 1000
    too_long = await upload(api, text + "x" * 1024 * 1024)
    assert too_long.status_code == 413
