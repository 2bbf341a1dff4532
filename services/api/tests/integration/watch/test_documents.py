"""The document of `watch`: instances, broker, books and alerts, also without a worker."""

from typing import Any


async def instance(world: Any, name: str, seen_s: float, **changes: Any) -> None:
    """Insert an ingest whose last heartbeat was `seen_s` seconds ago."""
    row = {"state": "running", "connected": True, "subscribed": True, "waiting": 3} | changes
    await world.connection.execute(
        "INSERT INTO ingest_instance (instance, started_at, seen_at, state, connected, subscribed,"
        " waiting, tick_at) VALUES ($1, now() - interval '1 hour', now() - $2 * interval '1 s',"
        " $3, $4, $5, $6, now() - interval '1 s')",
        name, seen_s, *row.values(),
    )  # fmt: skip


async def broker(world: Any, **changes: Any) -> None:
    """Set what worker saw of the broker, by default a second ago."""
    row = {"connected": True, "dropped": 7, "queued": 12, "shared": 1, "seen_s": 1.0} | changes
    await world.connection.execute(
        "UPDATE broker_watch SET watcher = 'worker-0', connected = $1, dropped = $2, queued = $3,"
        " shared_subscriptions = $4, seen_at = now() - $5 * interval '1 s',"
        " since = now() - interval '1 day', tick_at = now() - interval '2 s'",
        *row.values(),
    )


async def test_a_healthy_system_has_no_alerts(api: Any, world: Any) -> None:
    await broker(world)
    await instance(world, "ingest-0", 1)
    found = await api.get("nobody", "/watch")
    assert found["broker"]["connected"]
    assert found["broker"]["queued"] == 12
    assert found["broker"]["dropped"] == {"hour": 0, "day": 0, "last": None}
    assert found["broker"]["subscription"] is True
    assert found["broker"]["tick_age_s"] >= 2
    [ingest] = found["instances"]
    assert (ingest["state"], ingest["connected"], ingest["waiting"]) == ("running", True, 3)
    assert ingest["tick_age_s"] >= 1
    assert found["ledger"] == {"checked": None, "differences": []}
    assert found["alerts"] == []


async def test_an_instance_that_left_is_not_listed(api: Any, world: Any) -> None:
    await broker(world)
    await instance(world, "ingest-0", 1)
    await instance(world, "ingest-1", 1, state="gone", connected=False, subscribed=False)
    found = await api.get("nobody", "/watch")
    assert [row["instance"] for row in found["instances"]] == ["ingest-0"]


async def test_an_instance_without_heartbeat_is_gone(api: Any, world: Any) -> None:
    await broker(world)
    await instance(world, "ingest-0", 60)
    await instance(world, "ingest-1", 0, state="draining", subscribed=False)
    found = await api.get("nobody", "/watch")
    silent, draining = found["instances"]
    assert (silent["state"], silent["connected"], silent["subscribed"]) == ("gone", False, False)
    assert (draining["state"], draining["subscribed"]) == ("draining", False)
    # no instance is subscribed now, but the broker keeps the share for one that may return
    assert found["broker"]["subscription"] is True
    await broker(world, shared=0)
    assert (await api.get("nobody", "/watch"))["broker"]["subscription"] is False


async def test_figures_that_a_broker_does_not_report_are_null(api: Any, world: Any) -> None:
    await broker(world, dropped=None, queued=None, shared=None)
    found = (await api.get("nobody", "/watch"))["broker"]
    assert found["connected"]
    assert [found[key] for key in ("dropped", "queued", "subscription")] == [None, None, None]


async def test_an_unavailable_worker_is_an_alert(api: Any, world: Any) -> None:
    first = await api.get("nobody", "/watch")
    await broker(world, seen_s=30.0)
    later = await api.get("nobody", "/watch")
    for found in (first, later):
        assert not found["broker"]["connected"]
        assert found["broker"]["queued"] is None
        [alert] = found["alerts"]
        assert (alert["kind"], alert["until"]) == ("impaired", None)
        assert alert["since"] == found["broker"]["since"]
        assert "Worker is unavailable" in alert["detail"]


async def test_drops_are_summed_per_hour_and_day(api: Any, world: Any) -> None:
    await broker(world)
    for age, count in ((90_000, 1), (7200, 20), (60, 300)):
        await world.connection.execute(
            "INSERT INTO broker_drop (since, until, count) VALUES (now() - $1 * interval '1 s'"
            " - interval '2 s', now() - $1 * interval '1 s', $2)",
            float(age), count,
        )  # fmt: skip
    found = (await api.get("nobody", "/watch"))["broker"]["dropped"]
    assert (found["hour"], found["day"]) == (300, 320)
    assert found["last"]["count"] == 300
    assert found["last"]["to"] - found["last"]["from"] == 2000


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
    found = (await api.get("nobody", "/watch"))["ledger"]
    assert found["checked"] == 1795435080000
    elements, rows = found["differences"]
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
    found = (await api.get("nobody", "/watch"))["alerts"]
    assert [(alert["kind"], alert["until"] is None) for alert in found] == [
        ("blind", True), ("lost", True), ("ledger", True), ("queued", True), ("blind", False),
    ]  # fmt: skip
