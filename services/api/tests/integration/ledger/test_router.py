"""The ledger by hour, and whether it balances."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.instants import to_ms

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = {"from": to_ms(NOW - 24 * HOUR), "to": to_ms(NOW + HOUR)}


async def test_the_ledger_sums_folded_hours_and_open_entries(api: Any, world: Any) -> None:
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
    ledger = await api.get("ada", "/ledger", **TODAY)
    first, second, _ = ledger["hours"]
    assert (first["received"], first["stored"], first["balanced"]) == (16, 26, True)
    assert first["difference"] == {"messages": 0, "elements": 0}
    assert (second["balanced"], second["difference"]) == (False, {"messages": 1, "elements": 1})
    assert [hour["open"] for hour in ledger["hours"]] == [False, False, True]
    assert ledger["total"]["received"] == 24
    assert not ledger["total"]["balanced"]
    assert (first["rejects"], ledger["total"]["rejects"]) == (5, 6)
    empty = await api.get("ada", "/ledger", **{"from": 0, "to": 1000})
    assert empty["hours"] == []
    assert empty["total"]["balanced"]
