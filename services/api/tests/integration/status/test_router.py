"""`GET /status`: everything that runs, and what is wrong, for administrators alone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from status_world import (
    alert,
    answered,
    backup,
    certificate,
    present,
    prometheus,
    well,
)
from watched import broker

from isotherm import __version__
from isotherm_api.observation import Observation
from isotherm_api.prometheus import Prometheus


async def status(api: Any) -> Any:
    """Return the status as the administrator reads it."""
    return await api.get("ada", "/status")


def kinds(document: Any) -> list[tuple[str, str]]:
    """Return kind and severity of each finding."""
    return [(finding["kind"], finding["severity"]) for finding in document["findings"]]


async def test_only_administrators_read_it(api: Any, world: Any) -> None:
    for role in ("viewer", "operator", "manager"):
        await world.grant(await world.site(role), role, username=role)
        assert (await api.ask(role, "/status")).status_code == 403
    assert (await api.ask("nobody", "/status")).status_code == 403
    assert (await api.ask("", "/status")).status_code == 401
    assert (await api.ask("ada", "/status")).status_code == 200


async def test_a_new_installation_says_what_is_not_there(api: Any, world: Any) -> None:
    report = await status(api)
    assert report["state"] == "critical"
    assert kinds(report) == [
        ("part_missing", "critical"),
        ("part_missing", "critical"),
        ("partition_missing", "critical"),
        ("backup_never", "note"),
    ]
    assert [finding["subject"] for finding in report["findings"][:2]] == ["ingest", "worker"]
    assert [part["part"] for part in report["parts"]] == ["frontend", "api", "ingest", "worker"]
    assert all(part["instances"] == [] for part in report["parts"])
    assert report["broker"] == {
        "version": None, "watched": False, "connected": False, "since": None, "clients": None,
        "queued": None, "dropped_hour": 0, "dropped_day": 0,
    }  # fmt: skip
    database = report["database"]
    assert database["partitions"] == {
        "first": None, "last": None, "count": 0, "ahead": None,
        "missing": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip
    assert (database["growth_bytes"], database["sampled"], database["raw_days"]) == (None,) * 3
    assert (
        report["certificate"], report["backups"]["good"], report["backups"]["last"],
    ) == (None,) * 3  # fmt: skip
    assert report["history"] == {"lag_s": None, "behind": 0, "dirty": 0, "closed": None}
    assert set(report["observers"].values()) == {None}


async def test_where_all_is_well_it_says_so(api: Any, world: Any) -> None:
    await well(world)
    report = await status(api)
    assert (report["state"], report["alerts"], report["findings"]) == ("well", [], [])
    assert (report["version"], report["instance"]) == (__version__, "api")
    for part in report["parts"]:
        [only] = part["instances"]
        assert only["instance"] == f"{part['part']}-0"
        assert (only["state"], only["version"]) == ("running", __version__)
        assert only["started"] < only["seen"] <= report["now"]
    seen = report["broker"]
    assert (seen["version"], seen["clients"], seen["queued"]) == (
        "mosquitto version 2.0.18",
        51,
        12,
    )
    assert (seen["watched"], seen["connected"]) == (True, True)
    database = report["database"]
    assert database["bytes"] > 1_000_000
    assert database["reading_bytes"] == 1_000_000
    assert 500_000 < database["growth_bytes"] < 510_000
    assert 0 < database["connections"] < database["max_connections"]
    today = datetime.now(UTC).date()
    assert database["partitions"] == {
        "first": (today - timedelta(1)).isoformat(),
        "last": (today + timedelta(7)).isoformat(),
        "count": 9, "ahead": 7,
        "missing": (today + timedelta(8)).isoformat(),
    }  # fmt: skip
    assert database["raw_days"] == 400
    assert report["backups"]["good"]["bytes"] == 1_048_576
    assert report["certificate"]["address"] == "mqtt.example:8883"


async def test_different_versions_are_said(api: Any, world: Any) -> None:
    await well(world)
    await present(world, "api", "api-1", version="0.0.9")
    report = await status(api)
    assert kinds(report) == [("versions_differ", "note")]
    assert [process["version"] for process in report["parts"][1]["instances"]] == [
        __version__, "0.0.9",
    ]  # fmt: skip


async def test_a_lost_broker_and_a_lost_worker_are_critical(api: Any, world: Any) -> None:
    await well(world)
    await broker(world, connected=False)
    report = await status(api)
    assert (report["state"], kinds(report)) == ("critical", [("broker_lost", "critical")])
    assert (report["broker"]["clients"], report["broker"]["queued"]) == (None, None)
    await broker(world, seen_s=30)
    report = await status(api)
    assert kinds(report) == [("unwatched", "critical")]
    assert report["findings"][0]["runbook"].endswith("/unwatched.md")
    assert not report["broker"]["connected"]


@pytest.mark.parametrize("last", [-1, 0])
async def test_partitions_that_end_today_or_earlier_are_critical(
    api: Any, world: Any, last: int
) -> None:
    await well(world)
    today = datetime.now(UTC).date()
    for ahead in range(last + 1, 8):
        await world.connection.execute(f"DROP TABLE reading_{today + timedelta(days=ahead):%Y%m%d}")
    assert kinds(await status(api)) == [("partition_missing", "critical")]


async def test_tomorrow_without_a_partition_is_critical(api: Any, world: Any) -> None:
    await well(world)
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    await world.connection.execute(f"DROP TABLE reading_{tomorrow:%Y%m%d}")
    report = await status(api)
    assert report["database"]["partitions"]["missing"] == tomorrow.isoformat()
    assert kinds(report) == [("partition_missing", "critical")]


@pytest.mark.parametrize(
    ("runs", "expected", "state"),
    [
        ([], [("backup_never", "warning")], "attention"),
        ([(60, True)], [("backup_old", "critical")], "critical"),
        ([(30, True), (6, False)], [("backup_failed", "warning")], "attention"),
        ([(6, False)], [("backup_failed", "critical")], "critical"),
        ([(30, False), (6, True)], [], "well"),
        ([(6, True), (0, None)], [], "well"),
    ],
)
async def test_backups_are_judged(
    api: Any, world: Any, runs: list[tuple[float, bool | None]], expected: Any, state: str
) -> None:
    await well(world)
    await world.connection.execute("DELETE FROM backup_run")
    for hours, ok in runs:
        await backup(world, hours, ok=ok, message="" if ok else "no space left on device")
    report = await status(api)
    assert (kinds(report), report["state"]) == (expected, state)
    last = report["backups"]["last"]
    assert (last and last["ok"]) == (runs[-1][1] if runs else None)
    if runs and runs[-1][1] is None:
        assert last["finished"] is None


async def test_a_certificate_that_ends_or_is_refused_is_said(api: Any, world: Any) -> None:
    await well(world)
    await certificate(world, 5)
    assert kinds(await status(api)) == [("certificate_expiring", "warning")]
    await certificate(world, -1, "certificate has expired")
    report = await status(api)
    assert kinds(report) == [("certificate_refused", "critical")]
    assert report["certificate"]["error"] == "certificate has expired"


async def test_history_that_is_behind_is_counted(api: Any, world: Any) -> None:
    await well(world)
    sensor = await world.sensor(await world.site("s"), "fridge")
    await world.connection.execute(
        "INSERT INTO rollup (sensor_id, rolled_to) VALUES ($1, now() - interval '8 hours')"
        " ON CONFLICT (sensor_id) DO UPDATE SET rolled_to = excluded.rolled_to",
        sensor,
    )
    await world.connection.execute("DELETE FROM dirty")
    await world.connection.execute(
        "INSERT INTO dirty (sensor_id, since, until) VALUES ($1, now() - interval '1 hour', now())",
        sensor,
    )
    report = await status(api)
    assert (report["history"]["behind"], report["history"]["dirty"]) == (1, 1)
    assert 8 * 3600 <= report["history"]["lag_s"] < 9 * 3600
    assert kinds(report) == [("rollups_behind", "warning")]


async def test_alerts_of_worker_have_their_runbooks(api: Any, world: Any) -> None:
    await well(world)
    observation = Observation(runbooks="https://wiki.example/runbooks")
    api.app.state.services = replace(api.services, observation=observation)
    await alert(world, "queued", "The broker holds messages.", 120_000)
    await alert(world, "blind", "No ingest collects.")
    report = await status(api)
    assert report["state"] == "critical"
    assert [(shown["name"], shown["severity"], shown["count"]) for shown in report["alerts"]] == [
        ("blind", "critical", None), ("queued", "warning", 120_000),
    ]  # fmt: skip
    assert report["alerts"][0]["runbook"] == "https://wiki.example/runbooks/blind.md"
    await world.connection.execute("UPDATE alert SET until = now()")
    assert (await status(api))["alerts"] == []


def rule(name: str, severity: str) -> dict[str, Any]:
    """Return an alert that fires as Prometheus writes it."""
    return {
        "labels": {"alertname": name, "severity": severity},
        "annotations": {"summary": f"{name} holds"},
        "state": "firing",
        "activeAt": "2026-11-23T11:58:00Z",
    }


async def test_alerts_of_prometheus_are_added_and_not_found_again(api: Any, world: Any) -> None:
    await well(world)
    await world.connection.execute("DELETE FROM backup_run")
    await backup(world, 60)
    await alert(world, "lost", "Messages were dropped.")
    rules = [
        rule("IsothermWatchdog", "none"),
        rule("IsothermLost", "critical"),
        rule("IsothermBackupOld", "critical"),
        rule("SomebodyElses", "critical"),
    ]
    body = json.dumps({"status": "success", "data": {"alerts": rules}}).encode()
    async with prometheus(answered(body)) as url, httpx.AsyncClient(trust_env=False) as client:
        observation = Observation(prometheus=Prometheus(client, url), metrics="prometheus:9090")
        api.app.state.services = replace(api.services, observation=observation)
        report = await status(api)
    assert [(shown["source"], shown["name"], shown["severity"]) for shown in report["alerts"]] == [
        ("worker", "lost", "critical"),
        ("prometheus", "IsothermBackupOld", "critical"),
    ]
    assert report["alerts"][1]["runbook"].endswith("/docs/runbooks/backup-old.md")
    assert report["observers"]["rules"] is True
    assert report["findings"] == []


async def test_a_prometheus_that_does_not_answer_hides_nothing(api: Any, world: Any) -> None:
    await well(world)
    async with prometheus(None) as url, httpx.AsyncClient(trust_env=False) as client:
        asked = Prometheus(client, url, timeout_s=0.1)
        api.app.state.services = replace(api.services, observation=Observation(prometheus=asked))
        report = await status(api)
    assert report["observers"]["prometheus_error"] == "no answer within 0.1 s"
    assert report["observers"]["rules"] is None
    assert (report["state"], kinds(report)) == ("attention", [("prometheus_silent", "warning")])


async def test_a_prometheus_without_the_rules_is_said(api: Any, world: Any) -> None:
    await well(world)
    body = b'{"status": "success", "data": {"alerts": []}}'
    async with prometheus(answered(body)) as url, httpx.AsyncClient(trust_env=False) as client:
        observation = Observation(prometheus=Prometheus(client, url))
        api.app.state.services = replace(api.services, observation=observation)
        assert kinds(await status(api)) == [("rules_silent", "warning")]
