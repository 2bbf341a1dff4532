"""What is watched as rows: instances, drops, differences and alerts, in their order."""

from typing import Any, get_args

from watched import broker, instance

from isotherm.watch import SILENT_S
from isotherm_api.watch import queries
from isotherm_api.watch.schemas import AlertKind


async def test_an_instance_that_left_is_not_listed(api: Any, world: Any) -> None:
    await broker(world)
    await instance(world, "ingest-0", 1)
    await instance(world, "ingest-1", 1, state="gone", connected=False, subscribed=False)
    watch = await api.get("ada", "/watch")
    assert [row["instance"] for row in watch["instances"]] == ["ingest-0"]


async def test_drops_are_summed_per_hour_and_day(api: Any, world: Any) -> None:
    await broker(world)
    for age, count in ((90_000, 1), (7200, 20), (60, 300)):
        await world.connection.execute(
            "INSERT INTO broker_drop (since, until, count) VALUES (now() - $1 * interval '1 s'"
            " - interval '2 s', now() - $1 * interval '1 s', $2)",
            float(age), count,
        )  # fmt: skip
    dropped = (await api.get("ada", "/watch"))["broker"]["dropped"]
    assert (dropped["hour"], dropped["day"]) == (300, 320)
    assert dropped["last"]["count"] == 300
    assert dropped["last"]["to"] - dropped["last"]["from"] == 2000


async def test_open_differences_of_the_ledger_are_listed(api: Any, world: Any) -> None:
    await broker(world)
    await world.connection.execute(
        "INSERT INTO ledger_difference (kind, hour, day, expected, found, since, until) VALUES"
        " ('rows', '2026-11-23 10:00Z', '2026-11-22', 100, 99, now(), NULL),"
        " ('elements', '2026-11-23 11:00Z', NULL, 5, 4, now(), NULL),"
        " ('messages', '2026-11-23 09:00Z', NULL, 5, 4, now(), now())"
    )
    await world.connection.execute(
        "INSERT INTO day_check VALUES ('2026-11-22', '2026-11-23 11:58Z', 100, 99)"
    )
    ledger = (await api.get("ada", "/watch"))["ledger"]
    assert ledger["checked"] == 1795435080000
    elements, rows = ledger["differences"]
    assert (elements["kind"], elements["day"]) == ("elements", None)
    assert rows == {
        "hour": 1795428000000,
        "day": 1795305600000,
        "kind": "rows",
        "expected": 100,
        "found": 99,
    }


async def test_alerts_come_worst_first_and_ended_ones_stay_a_day(api: Any, world: Any) -> None:
    await broker(world)
    await world.connection.execute(
        "INSERT INTO alert (kind, cause, since, until, count, detail) VALUES"
        " ('queued', 'a', now(), NULL, 9, 'd'), ('lost', 'b', now(), NULL, 3, 'd'),"
        " ('blind', 'c', now() - interval '2 h', now() - interval '1 h', NULL, 'd'),"
        " ('blind', 'd', now() - interval '3 d', now() - interval '2 d', NULL, 'd'),"
        " ('ledger', 'e', now(), NULL, 1, 'd'), ('blind', 'f', now(), NULL, NULL, 'd')"
    )
    alerts = (await api.get("ada", "/watch"))["alerts"]
    assert [(alert["kind"], alert["until"] is None) for alert in alerts] == [
        ("blind", True), ("lost", True), ("ledger", True), ("queued", True), ("blind", False),
    ]  # fmt: skip


async def test_alerts_are_as_bad_as_their_schema_says(api: Any, world: Any) -> None:
    """The order in SQL is that of `AlertKind`; of a kind, the newest comes first."""
    for age_s, kind in enumerate([*reversed(get_args(AlertKind)), *get_args(AlertKind)]):
        await world.connection.execute(
            "INSERT INTO alert (kind, cause, since, detail) VALUES ($1, $2,"
            " now() - $3 * interval '1 s', $2)",
            kind, str(age_s), float(age_s),
        )  # fmt: skip
    async with api.services.database.reading() as connection:
        rows = await queries.load_alerts(connection)
    assert [row["kind"] for row in rows] == [kind for kind in get_args(AlertKind) for _ in "ab"]
    for newer, older in zip(rows[::2], rows[1::2], strict=True):
        assert newer["since"] > older["since"]


async def test_the_newest_100_differences_are_listed(api: Any, world: Any) -> None:
    await world.connection.execute(
        "INSERT INTO ledger_difference (kind, hour, expected, found, since) SELECT 'messages',"
        " '2026-11-23 12:00Z'::timestamptz - n * interval '1 h', n, 0, now()"
        " FROM generate_series(1, 101) n"
    )
    async with api.services.database.reading() as connection:
        rows = await queries.load_differences(connection)
    assert [row["expected"] for row in rows] == list(range(1, queries.SHOWN + 1))


async def test_what_was_seen_long_ago_is_neither_fresh_nor_running(api: Any, world: Any) -> None:
    for seen_s, fresh in ((SILENT_S / 2, True), (SILENT_S * 2, False)):
        await world.connection.execute("DELETE FROM ingest_instance")
        await broker(world, seen_s=seen_s)
        await instance(world, "ingest-0", seen_s)
        async with api.services.database.reading() as connection:
            assert (await queries.read_broker(connection))["fresh"] is fresh
            [row] = await queries.load_instances(connection)
        assert (row["state"], row["connected"]) == ("running" if fresh else "gone", fresh)


async def test_a_system_that_has_just_started_has_rows_of_nothing(api: Any, world: Any) -> None:
    async with api.services.database.reading() as connection:
        assert await queries.load_instances(connection) == []
        assert (await queries.read_broker(connection))["fresh"] is False
        assert tuple(await queries.read_drop_sums(connection)) == (0, 0)
        assert await queries.read_last_drop(connection) is None
        assert await queries.read_checked_at(connection) is None
        assert await queries.load_differences(connection) == []
        assert await queries.load_alerts(connection) == []
