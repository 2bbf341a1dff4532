"""Corrections: who makes and undoes them, why, and what the list and the audit log keep."""

import json
from typing import Any

from corrected import CORRECTIONS, HOUR, MINUTE, NOW, body, make, post, undo

from isotherm.instants import to_ms


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


async def test_a_range_has_those_that_touch_it(api: Any, fridge: int) -> None:
    early = await make(api)
    late = await make(api, since=NOW - HOUR, until=NOW)
    for ends, expected in (
        ({"from": NOW - 5 * HOUR}, [late]),
        ({"to": NOW - HOUR}, [early]),
        ({"from": NOW - 5 * HOUR, "to": NOW - HOUR}, []),
        ({"from": NOW - 5 * HOUR - MINUTE, "to": NOW - HOUR + MINUTE}, [late, early]),
    ):
        asked = {name: to_ms(at) for name, at in ends.items()}
        assert (await api.get("vera", CORRECTIONS, **asked))["items"] == expected, ends


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
