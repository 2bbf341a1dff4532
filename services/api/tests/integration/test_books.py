"""Rejects and the ledger: what is shown, to whom, and whether it balances."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = {"from": to_ms(NOW - 24 * HOUR), "to": to_ms(NOW + HOUR)}


async def reject(world: Any, device: str | None, reason: str, payload: bytes = b"x") -> None:
    """A reject of half an hour ago, and one more that was only counted."""
    await world.connection.execute(
        "INSERT INTO reject_count (hour, device_name, reason, count, kept)"
        " VALUES ($1, $2, $3, 2, 1)",
        NOW - HOUR,
        device or "",
        reason,
    )
    await world.connection.execute(
        "INSERT INTO reject (received_at, topic, device_name, channel_name, reason, detail,"
        " payload, payload_bytes, instance) VALUES ($1, 't', $2, 'temperature', $3, 'd', $4, $5,"
        " 'ingest-0')",
        NOW - HOUR / 2,
        device,
        reason,
        payload,
        len(payload),
    )


async def test_who_sees_which_rejects(api: Any, world: Any) -> None:
    here, there = await world.site("here"), await world.site("there")
    await world.channel("mine", here)
    await world.channel("theirs", there)
    await world.channel("homeless", None)
    for device in ("mine", "theirs", "homeless", "stranger", None):
        await reject(world, device, "not_json")
    await world.grant(here, "viewer", username="viewer")
    await world.grant(here, "operator", username="operator")
    for person, devices in (
        ("viewer", []),
        ("operator", ["mine"]),
        ("ada", [None, "stranger", "homeless", "theirs", "mine"]),
    ):
        found = await api.get(person, "/rejects", **TODAY)
        assert [each["device"] for each in found["items"]] == devices
        assert sum(each["kept"] for each in found["counts"]) == len(devices)
        assert sum(each["count"] for each in found["counts"]) == 2 * len(devices)


async def test_a_reject_says_what_and_why(api: Any, world: Any) -> None:
    await reject(world, "d", "time_without_zone", '{"value": 21.4, "time": "é"}'.encode())
    await reject(world, "d", "bad_encoding", b"\xff\x00" * 400)
    await reject(world, "d", "of_the_future", b"a\x00b")
    found = await api.get("ada", "/rejects", **TODAY)
    new, binary, text = found["items"]
    assert text["payload_text"] == '{"value": 21.4, "time": "é"}'
    assert text["curable"]
    assert text["title"] == "Time without a zone"
    assert binary["payload_text"] is None
    assert binary["payload_hex"] == "ff00" * 256
    assert binary["payload_bytes"] == 800
    assert (new["title"], new["curable"], new["payload_text"]) == ("of_the_future", False, None)
    assert (text["whole"], text["replayed"], text["refused_again"]) == (False, None, None)


async def test_counts_are_of_every_hour_the_range_touches(api: Any, world: Any) -> None:
    for hours, table in (
        (3, "reject_hour"),
        (2, "reject_hour"),
        (1, "reject_count"),
        (0, "reject_count"),
    ):
        await world.connection.execute(
            f"INSERT INTO {table} (hour, device_name, reason, count) VALUES ($1, 'd', 'x', $2)",
            NOW - hours * HOUR,
            10**hours,
        )
    half = HOUR / 2
    for start, end, count in (
        (NOW - 2 * HOUR, NOW, 110),
        (NOW - HOUR - half, NOW - HOUR, 100),
        (NOW - half, NOW + half, 11),
        (NOW - 3 * HOUR, NOW + HOUR, 1111),
    ):
        found = await api.get("ada", "/rejects", **{"from": to_ms(start), "to": to_ms(end)})
        assert [each["count"] for each in found["counts"]] == [count]


async def test_rejects_page_and_filter(api: Any, world: Any) -> None:
    for n in range(7):
        await reject(world, "d" if n % 2 else "e", "not_json" if n < 4 else "bad_unit")
    first = await api.get("ada", "/rejects", limit=3, **TODAY)
    second = await api.get("ada", "/rejects", limit=3, cursor=first["next"], **TODAY)
    third = await api.get("ada", "/rejects", limit=3, cursor=second["next"], **TODAY)
    ids = [each["id"] for page in (first, second, third) for each in page["items"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 7
    assert third["next"] is None
    assert first["counts"] == [
        {"reason": "not_json", "title": "Neither a number nor JSON", "count": 8, "kept": 4},
        {"reason": "bad_unit", "title": "Unit unknown", "count": 6, "kept": 3},
    ]
    found = await api.get("ada", "/rejects", reason="bad_unit", device="e", **TODAY)
    assert len(found["items"]) == 2
    for name, value in (("reason", "nonsense"), ("device", "a b"), ("cursor", "%%%")):
        answer = await api.ask("ada", "/rejects", params=TODAY | {name: value})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == name


async def test_the_ledger_sums_what_is_folded_and_what_is_not(api: Any, world: Any) -> None:
    columns = "received, decoded, undecodable, offered, stored, duplicate, rejected, ignored"
    for table, hour, instance, values in (
        ("ledger", NOW - 2 * HOUR, "a", "10, 9, 1, 30, 20, 5, 4, 1"),
        ("ledger_entry", NOW - 2 * HOUR, "a", "5, 5, 0, 5, 5, 0, 0, 0"),
        ("ledger_entry", NOW - 2 * HOUR, "b", "1, 1, 0, 1, 1, 0, 0, 0"),
        ("ledger_entry", NOW - HOUR, "b", "7, 5, 1, 9, 8, 0, 0, 0"),
        ("ledger_entry", NOW, "b", "1, 1, 0, 1, 1, 0, 0, 0"),
    ):
        await world.connection.execute(
            f"INSERT INTO {table} (hour, instance, {columns}) VALUES ($1, $2, {values})",
            hour,
            instance,
        )
    found = await api.get("nobody", "/ledger", **TODAY)
    first, second, _ = found["hours"]
    assert (first["received"], first["stored"], first["balanced"]) == (16, 26, True)
    assert first["difference"] == {"messages": 0, "elements": 0}
    assert (second["balanced"], second["difference"]) == (False, {"messages": 1, "elements": 1})
    assert [each["open"] for each in found["hours"]] == [False, False, True]
    assert found["total"]["received"] == 24
    assert not found["total"]["balanced"]
    empty = await api.get("nobody", "/ledger", **{"from": 0, "to": 1000})
    assert empty["hours"] == []
    assert empty["total"]["balanced"]
