"""Rejects add up: rows, counts by reason and hour, and the ledger say the same for any message."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from ingest_world import DEVICE, World, balanced

NOW = datetime.now(UTC).replace(microsecond=0)
AT = (NOW - timedelta(hours=2)).timestamp()


def many(*values: object) -> str:
    """Return an array of elements with these values, a second apart."""
    return json.dumps([{"value": value, "time": AT + n} for n, value in enumerate(values)])


KINDS: dict[str, tuple[list[str | bytes], str, int, int]] = {
    "a reading": (["21.4"], "temperature", 0, 0),
    "not a number": (["warm", "hot"], "temperature", 2, 0),
    "not JSON": (['{"value": 1'], "temperature", 1, 0),
    "not UTF-8": ([b"\xff\xfe"], "temperature", 1, 0),
    "an unexpected topic": (["7"], "a/b", 1, 0),
    "too large": (["x" * (1024 * 1024 + 1)], "temperature", 1, 0),
    "a bad status": (["maybe"], "status", 1, 0),
    "no bytes": ([b""], "temperature", 0, 0),
    "a bad element in an array": ([many(1, "x", 2, "y")], "temperature", 0, 2),
    "only bad elements": ([many("x", "y", "z")], "temperature", 0, 3),
    "a time without a zone": (['{"value": 1, "time": "2026-01-01T00:00:00"}'], "temperature", 0, 1),
    "impossible": (['{"value": -300}'], "temperature", 0, 1),
    "too old": (['{"value": 1, "time": "2021-01-01T00:00:00Z"}'], "temperature", 0, 1),
    "a conflict": ([many(1), many(2)], "temperature", 0, 1),
    "a duplicate": ([many(1), many(1)], "temperature", 0, 0),
    "beyond what is kept of an hour": (["warm"] * 130, "temperature", 130, 0),
    "elements beyond what is kept": ([many(*"x" * 150)], "temperature", 0, 150),
    "bad messages and readings": (["warm", many(1, "x"), "hot", "3"], "temperature", 2, 1),
}
_COUNTED = """
SELECT hour, sum(count)::int AS count, sum(kept)::int AS kept FROM reject_counted GROUP BY 1
"""
_ROWS = """
SELECT date_trunc('hour', received_at, 'UTC') AS hour, count(*)::int AS rows FROM reject GROUP BY 1
"""
_LEDGER = """
SELECT hour, (undecodable + rejected)::int AS count FROM ledger_hour
WHERE undecodable + rejected > 0
"""


@pytest.mark.parametrize("kind", KINDS)
async def test_rejects_and_ledger_agree_in_every_hour(world: World, kind: str) -> None:
    payloads, channel, messages, readings = KINDS[kind]
    async with world.ingest():
        await world.send("20", channel="before")
        await world.send(*payloads, channel=channel)
        await world.send("20", channel="after")
        await world.decoded(2 + len(payloads))
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["undecodable"], ledger["rejected"]) == (messages, readings)
    counted = {row["hour"]: (row["count"], row["kept"]) for row in await world.sql.fetch(_COUNTED)}
    rows = {row["hour"]: row["rows"] for row in await world.sql.fetch(_ROWS)}
    booked = {row["hour"]: row["count"] for row in await world.sql.fetch(_LEDGER)}
    assert {hour: count for hour, (count, _) in counted.items()} == booked
    assert {hour: kept for hour, (_, kept) in counted.items()} == rows
    assert sum(booked.values()) == messages + readings
    names = await world.sql.fetch("SELECT DISTINCT device_name FROM reject_counted")
    assert [row["device_name"] for row in names] == [DEVICE] * (messages + readings > 0)
