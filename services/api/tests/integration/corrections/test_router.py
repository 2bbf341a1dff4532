"""Corrections: who makes and undoes them, why, and what the list and the audit log keep."""

import asyncio
import json
from typing import Any

import pytest
import pytest_asyncio
from corrected import CORRECTIONS, DAY, HOUR, MINUTE, NOW, body, insert_fridge, make, post, undo

from isotherm.instants import to_ms


@pytest_asyncio.fixture(loop_scope="session")
async def fridge(world: Any) -> int:
    """The sensor of `insert_fridge`."""
    sensor, _ = await insert_fridge(world)
    return sensor


async def test_a_correction_is_made_listed_and_undone(api: Any, world: Any, fridge: int) -> None:
    await api.get("otto", "/me")  # from here on his name is known
    correction = await make(api)
    assert correction == {
        **{"id": correction["id"], "kind": "set_aside", "reason": "Door open"},
        **{"from": to_ms(NOW - 6 * HOUR), "to": to_ms(NOW - 5 * HOUR)},
        **{"read_as": None, "sent_as": None, "shift_ms": None},
        **{"by": "otto", "by_name": "Otto", "at": to_ms(NOW)},
        **{"undone_by": None, "undone_by_name": None, "undone_at": None, "undo_reason": None},
    }
    assert await api.get("vera", CORRECTIONS) == {"items": [correction], "next": None}
    undone = await undo(api, correction, reason=" It was closed ")
    assert undone == correction | {
        "undone_by": "olga", "undone_at": to_ms(NOW), "undo_reason": "It was closed",
    }  # fmt: skip
    assert await api.get("vera", CORRECTIONS) == {"items": [], "next": None}
    assert (await api.get("vera", CORRECTIONS, undone="true"))["items"] == [undone]

    rows = await world.connection.fetch("SELECT * FROM audit ORDER BY id")
    assert [(row["action"], row["actor"], row["reason"]) for row in rows] == [
        ("correction.make", "otto", "Door open"),
        ("correction.undo", "olga", "It was closed"),
    ]
    assert {(row["target"], row["sensor_id"]) for row in rows} == {("s/fridge", fridge)}
    details = {
        "id": correction["id"], "kind": "set_aside",
        "from": correction["from"], "to": correction["to"],
    }  # fmt: skip
    state = details | {"reason": "Door open"}
    assert (rows[0]["before"], json.loads(rows[0]["after"])) == (None, state)
    assert (json.loads(rows[1]["before"]), rows[1]["after"]) == (state, None)


async def test_each_kind_keeps_what_it_does(api: Any, world: Any, fridge: int) -> None:
    unit = await make(api, "unit", read_as="F", sent_as="K")
    time = await make(api, "time", shift_ms=-90_000)
    assert (unit["read_as"], unit["sent_as"], unit["shift_ms"]) == ("F", "K", None)
    assert (time["read_as"], time["sent_as"], time["shift_ms"]) == (None, None, -90_000)
    assert await world.connection.fetchval("SELECT sum(shift_us) FROM correction") == -90_000_000
    assert [item["id"] for item in (await api.get("vera", CORRECTIONS))["items"]] == [
        time["id"], unit["id"],
    ]  # fmt: skip
    kept = await world.connection.fetch("SELECT after FROM audit ORDER BY id")
    assert [json.loads(row["after"]).get("shift_ms") for row in kept] == [None, -90_000]


async def test_the_list_has_pages(api: Any, fridge: int) -> None:
    corrections = [
        await make(api, since=NOW - n * HOUR, until=NOW - n * HOUR + MINUTE)
        for n in range(5, 0, -1)
    ]
    first = await api.get("vera", CORRECTIONS, limit=3)
    rest = await api.get("vera", CORRECTIONS, limit=3, cursor=first["next"])
    assert first["items"] + rest["items"] == corrections[::-1]
    assert (len(first["items"]), rest["next"]) == (3, None)


@pytest.mark.parametrize(
    ("since", "until", "kinds"),
    [
        (None, None, ["time", "unit", "set_aside"]),
        (NOW - 5 * HOUR, None, ["time"]),
        (NOW - 4 * HOUR - MINUTE, NOW, ["time"]),
        (NOW - 4 * HOUR, None, []),
        (None, NOW - 6 * HOUR, []),
        (None, NOW - 6 * HOUR + MINUTE, ["time", "unit", "set_aside"]),
        (NOW - 5 * HOUR - MINUTE, NOW - 5 * HOUR, ["time", "unit", "set_aside"]),
    ],
)
async def test_a_range_has_those_that_touch_it(
    api: Any, fridge: int, since: Any, until: Any, kinds: list[str]
) -> None:
    """They are of 6 to 5 hours ago; the shift moves readings to 5 to 4 hours ago."""
    for kind in ("set_aside", "unit", "time"):
        await make(api, kind)
    ends = {"from": since, "to": until}
    asked = {name: to_ms(at) for name, at in ends.items() if at is not None}
    items = (await api.get("vera", CORRECTIONS, **asked))["items"]
    assert [item["kind"] for item in items] == kinds


async def test_only_the_corrections_of_the_sensor_are_its_own(
    api: Any, world: Any, fridge: int
) -> None:
    correction = await make(api)
    site = await world.connection.fetchval("SELECT id FROM site")
    await world.fed(site, "room")
    other = "/sensors/s/room/corrections"
    assert (await api.get("vera", other))["items"] == []
    answer = await api.ask("otto", f"{other}/{correction['id']}/undo", method="POST", json={})
    assert answer.status_code == 404
    assert answer.json()["detail"] == "s/room has no such correction."


async def test_undoing_needs_no_body(api: Any, fridge: int) -> None:
    correction = await make(api)
    answer = await api.ask("olga", f"{CORRECTIONS}/{correction['id']}/undo", method="POST")
    assert answer.status_code == 200, answer.text
    assert answer.json()["undone_by"] == "olga"


async def test_what_is_undone_cannot_be_undone_again(api: Any, fridge: int) -> None:
    await api.get("olga", "/me")
    correction = await make(api)
    await undo(api, correction)
    again = await post(api, {}, path=f"/{correction['id']}/undo")
    assert (again.status_code, again.json()["detail"]) == (
        409, "Olga has undone this correction already.",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "words"), [
    ("set_aside", "sets readings aside"),
    ("unit", "reads values in another unit"),
    ("time", "shifts readings in time"),
])  # fmt: skip
async def test_an_overlap_is_refused_with_what_is_in_the_way(
    api: Any, fridge: int, kind: str, words: str
) -> None:
    correction = await make(api, kind)
    for path in ("", "/preview"):
        answer = await post(api, body(kind), path=path)
        assert answer.status_code == 409, path
        assert answer.json()["detail"] == (
            f"A correction by otto that {words} is already in force there (“Door open”)."
            " Undo it first, or choose other times."
        )
        [error] = answer.json()["errors"]
        assert error == {"field": "from", "message": f"overlaps correction {correction['id']}"}
    other = body(kind, NOW - DAY, NOW - DAY + HOUR)
    assert (await post(api, other, path="/preview")).status_code == 200
    await undo(api, correction)
    await make(api, kind)


async def test_readings_are_not_shifted_onto_those_of_another_shift(api: Any, fridge: int) -> None:
    await make(api, "time")
    for since, shift in ((NOW - 5 * HOUR, -60_000), (NOW - 8 * HOUR, 3 * 3_600_000)):
        answer = await post(api, body("time", since, since + HOUR, shift_ms=shift))
        assert answer.status_code == 409, answer.text


async def test_two_at_once_are_made_one_after_the_other(api: Any, fridge: int) -> None:
    answers = await asyncio.gather(*(post(api, body(), person) for person in ("otto", "olga")))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_a_reason_is_needed_to_make_one_but_not_to_try_it(api: Any, fridge: int) -> None:
    for reason in (None, "", " ", "two\nlines", "x" * 501):
        answer = await post(api, body(reason=reason))
        assert answer.status_code == 422, reason
        assert answer.json()["errors"][0]["field"] == "reason"
    assert (await post(api, body(reason=None), path="/preview")).status_code == 200
    correction = await make(api, reason="ö" * 500)
    for reason in ("", "x" * 501):
        answer = await post(api, {"reason": reason}, path=f"/{correction['id']}/undo")
        assert answer.status_code == 422, reason


async def test_a_change_notifies_open_streams(api: Any, world: Any, fridge: int) -> None:
    heard: list[str] = []
    await world.connection.add_listener("isotherm_registry", lambda *said: heard.append(said[3]))
    await undo(api, await make(api))
    await world.connection.execute("SELECT 1")
    assert heard == ["correction", "correction"]


async def test_changes_of_limits_list_no_corrections(api: Any, fridge: int) -> None:
    await undo(api, await make(api))
    assert (await api.get("vera", "/sensors/s/fridge/limits/changes"))["items"] == []


async def test_readings_that_are_gone_are_not_corrected(api: Any, world: Any, fridge: int) -> None:
    """Their hours stay as they are, so they would not agree with the correction."""
    since = NOW - DAY
    unit = await make(api, "unit", since=since, until=since + HOUR)
    late = await make(api, "time", since=NOW - 4 * HOUR, until=NOW - 3 * HOUR, shift_ms=60_000)
    horizon = since.replace(hour=0) + DAY
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))",
        to_ms(horizon),
    )
    words = "Readings before 2026-11-23 00:00 (UTC) are no longer kept one by one"
    shifted = body("time", horizon, horizon + HOUR, shift_ms=-1)
    for sent, path in (
        (body(since=since, until=NOW), ""),
        (body(since=since, until=NOW), "/preview"),
        (shifted, ""),
        ({}, f"/{unit['id']}/undo"),
    ):
        answer = await post(api, sent, path=path)
        assert answer.status_code == 409, answer.text
        assert answer.json()["detail"].startswith(words)
    await make(api, since=horizon, until=horizon + HOUR)
    await undo(api, late)


async def test_hours_that_lost_readings_shifted_into_them_are_not_corrected(
    api: Any, world: Any, fridge: int
) -> None:
    horizon = NOW.replace(hour=0)
    await make(api, "time", since=horizon - 2 * HOUR, until=horizon - HOUR, shift_ms=5 * 3_600_000)
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('raw_horizon', to_jsonb($1::bigint))",
        to_ms(horizon),
    )
    filled = horizon + 3 * HOUR, horizon + 4 * HOUR
    answer = await post(api, body(since=filled[0], until=filled[1]))
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("Readings before 2026-11-23 04:00 (UTC)")
    await make(api, since=filled[1], until=filled[1] + HOUR)
