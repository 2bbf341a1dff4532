"""What the status is made of as rows: ages by the database's clock, and what is not there yet."""

from datetime import UTC
from typing import Any, get_args

import pytest
from status_world import alert, backup, certificate, present, sizes
from watched import instance

from isotherm import __version__
from isotherm.waiting.revision import REQUIRED
from isotherm.watch import ABSENT_S, SILENT_S
from isotherm_api.status import queries
from isotherm_api.watch.schemas import AlertKind


async def test_processes_are_by_part_and_name_and_those_gone_come_last(
    api: Any, world: Any
) -> None:
    await instance(world, "ingest-0", SILENT_S * 2)
    await instance(world, "ingest-1", SILENT_S / 2, state="draining")
    await instance(world, "ingest-2", 1)
    await instance(world, "ingest-3", 1, state="gone")
    for part, name, seen_s in (
        ("worker", "worker-0", ABSENT_S / 2), ("worker", "worker-1", 86_500),
        ("frontend", "web-0", ABSENT_S * 2), ("frontend", "web-1", 1),
        ("api", "api-0", ABSENT_S * 2), ("api", "api-1", 1),
    ):  # fmt: skip
        await present(world, part, name, seen_s)
    async with api.services.database.reading() as connection:
        rows = await queries.load_instances(connection)
    assert [(row["part"], row["instance"], row["state"]) for row in rows] == [
        ("api", "api-1", "running"), ("api", "api-0", "gone"),
        ("frontend", "web-0", "quiet"), ("frontend", "web-1", "running"),
        ("ingest", "ingest-1", "draining"), ("ingest", "ingest-2", "running"),
        ("ingest", "ingest-0", "gone"),
        ("worker", "worker-0", "running"),
    ]  # fmt: skip
    assert [row["version"] for row in rows] == [__version__] * 4 + [None] * 3 + [__version__]


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12"])
async def test_today_is_that_of_utc_wherever_the_session_is(api: Any, zone: str) -> None:
    async with api.services.database.reading() as connection:
        await connection.execute(f"SET LOCAL TIME ZONE '{zone}'")
        row = await queries.read_database(connection)
    assert row["today"] == row["now"].astimezone(UTC).date()


async def test_the_database_says_how_large_and_how_busy_it_is(api: Any, world: Any) -> None:
    async with api.services.database.reading() as connection:
        row = await queries.read_database(connection)
    assert row["revision"] == REQUIRED
    assert row["version"] == await world.connection.fetchval("SHOW server_version")
    assert row["bytes"] > 1_000_000
    assert 2 <= row["connections"] < row["max_connections"]


async def test_only_settings_that_worker_said_are_returned(api: Any, world: Any) -> None:
    async with api.services.database.reading() as connection:
        assert await queries.read_said(connection) == {}
    await world.connection.execute(
        "INSERT INTO state (key, value) VALUES ('raw_days', '400'), ('days_ahead', '7'),"
        " ('backup_expected', 'true'), ('closed_to', '0')"
    )
    async with api.services.database.reading() as connection:
        said = await queries.read_said(connection)
    assert said == {"raw_days": 400, "days_ahead": 7, "backup_expected": True}


@pytest.mark.parametrize(
    ("samples", "growth"),
    [
        ([(23, 1_000_000), (0, 2_000_000)], None),
        ([(48, 1_000_000), (24, 1_900_000), (0, 2_000_000)], 500_000),
        ([(169, 1), (72, 1_000_000), (0, 700_000)], -100_000),
    ],
    ids=["less than a day", "two days", "more than a week"],
)
async def test_growth_is_the_average_of_up_to_a_week(
    api: Any, world: Any, samples: list[tuple[float, int]], growth: float | None
) -> None:
    async with api.services.database.reading() as connection:
        assert await queries.read_sizes(connection) is None
    await sizes(world, *samples)
    async with api.services.database.reading() as connection:
        row = await queries.read_sizes(connection)
    assert row is not None
    assert row["reading_bytes"] == samples[-1][1] // 2
    assert row["growth"] == (None if growth is None else pytest.approx(growth, rel=1e-3))


async def test_a_later_failure_does_not_hide_the_newest_good_backup(api: Any, world: Any) -> None:
    async with api.services.database.reading() as connection:
        assert await queries.read_backups(connection) == (None, None)
    for hours_ago, ok in ((30, True), (60, True), (0, None), (6, False)):
        await backup(world, hours_ago, ok=ok)
    runs = await world.connection.fetch("SELECT * FROM backup_run ORDER BY started_at")
    async with api.services.database.reading() as connection:
        good, last = await queries.read_backups(connection)
    assert (good, last) == (runs[1], runs[3])


async def test_a_certificate_is_unknown_until_worker_looks(api: Any, world: Any) -> None:
    async with api.services.database.reading() as connection:
        assert await queries.read_certificate(connection) is None
    await certificate(world, 5, "certificate has expired")
    async with api.services.database.reading() as connection:
        row = await queries.read_certificate(connection)
    assert row is not None
    assert (row["address"], row["error"]) == ("mqtt.example:8883", "certificate has expired")


async def test_open_alerts_come_worst_first(api: Any, world: Any) -> None:
    await alert(world, "blind", "ended")
    await world.connection.execute("UPDATE alert SET until = now()")
    for kind in reversed(get_args(AlertKind)):
        await alert(world, kind, kind, 3)
    async with api.services.database.reading() as connection:
        rows = await queries.load_alerts(connection)
    assert [(row["kind"], row["detail"]) for row in rows] == [
        (kind, kind) for kind in get_args(AlertKind)
    ]
