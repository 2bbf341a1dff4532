"""Alerts are raised once, kept while they last, and ended, by the worker that watches."""

import logging
from datetime import timedelta

import asyncpg
import pytest
from prometheus_client import REGISTRY

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_worker.jobs import Job, run_once
from isotherm_worker.watch.alerts import keep_alerts
from isotherm_worker.watch.judge import BROKER_AWAY

AT_ONCE = timedelta(0)
PATIENT = timedelta(hours=1)


async def _well(sql: asyncpg.Connection) -> None:
    """Insert a broker watched by worker-0 and a running ingest, all in order."""
    await sql.execute(
        "UPDATE broker_watch SET watcher = 'worker-0', seen_at = now(), connected = true,"
        " dropped = 0, queued = 5, shared_subscriptions = 1, tick_at = now()"
    )
    await sql.execute(
        "INSERT INTO ingest_instance (instance, started_at, seen_at, connected, subscribed,"
        " tick_at) VALUES ('ingest-0', now(), now(), true, true, now())"
        " ON CONFLICT (instance) DO UPDATE SET seen_at = now(), tick_at = now(), connected = true"
    )


def _job(watcher: str = "worker-0", grace: timedelta = AT_ONCE) -> Job:
    return keep_alerts(watcher, 1000, grace, grace)


async def test_an_alert_is_raised_updated_and_ended(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        job = _job()
        assert await run_once(pool, job) == 0
        await sql.execute(
            "INSERT INTO broker_drop (since, until, count)"
            " VALUES (now() - interval '5 s', now() - interval '3 s', 7)"
        )
        with caplog.at_level(logging.INFO):
            for _ in range(2):
                assert await run_once(pool, job) == 1
            await sql.execute("INSERT INTO broker_drop (since, until, count)"
                              " VALUES (now(), now(), 3)")  # fmt: skip
            assert await run_once(pool, job) == 1
            row = await sql.fetchrow("SELECT *, now() - since AS age FROM alert")
            assert (row["kind"], row["count"], row["until"]) == ("lost", 10, None)
            assert row["age"] >= timedelta(seconds=5)
            await sql.execute("UPDATE broker_drop SET until = now() - interval '2 hours'")
            assert await run_once(pool, job) == 0
        assert await sql.fetchval("SELECT until IS NOT NULL FROM alert")
        assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]
    sql.terminate()


async def test_a_patient_alert_waits_for_a_restart_but_stays_once_raised(
    database: Database,
) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        await sql.execute("UPDATE ingest_instance SET connected = false")
        assert await run_once(pool, _job(grace=PATIENT)) == 0
        assert await run_once(pool, _job()) == 1
        assert await run_once(pool, _job(grace=PATIENT)) == 1  # a worker that took over
        await _well(sql)
        assert await run_once(pool, _job(grace=PATIENT)) == 0
    detail = await sql.fetchval("SELECT detail FROM alert WHERE kind = 'blind'")
    assert detail.endswith("Messages waited there and were stored afterwards.")
    sql.terminate()


async def test_a_start_is_no_alert_but_an_outage_that_outlasts_it_is(database: Database) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        await sql.execute("UPDATE ingest_instance SET seen_at = now() - interval '1 hour'")
        starting = keep_alerts("worker-0", 1000, AT_ONCE, PATIENT)
        for _ in range(2):
            assert await run_once(pool, starting) == 0
        assert await run_once(pool, keep_alerts("worker-0", 1000, AT_ONCE, AT_ONCE)) == 1
        age = await sql.fetchval("SELECT now() - since FROM alert WHERE kind = 'blind'")
        assert timedelta(minutes=59) < age < timedelta(minutes=61)
        await _well(sql)
        assert await run_once(pool, starting) == 0
    sql.terminate()


@pytest.mark.parametrize(
    ("row", "minutes"),
    [
        ("connected = false, tick_at = now() - interval '40 min'", 40),
        ("connected = false, tick_at = NULL, started_at = now() - interval '2 h',"
         " seen_at = now() - interval '30 min'", 30),
        ("seen_at = now() - interval '50 min', tick_at = now() - interval '51 min'", 50),
    ],
)  # fmt: skip
async def test_blindness_began_when_an_ingest_last_collected(
    database: Database, row: str, minutes: int
) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        await sql.execute(f"UPDATE ingest_instance SET {row}")
        assert await run_once(pool, _job()) >= 1
        age = await sql.fetchval("SELECT now() - since FROM alert WHERE kind = 'blind'")
        assert abs(age - timedelta(minutes=minutes)) < timedelta(seconds=30)
    sql.terminate()


async def test_being_blind_is_one_event_whatever_its_causes(database: Database) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        job = _job()
        await sql.execute("UPDATE ingest_instance SET connected = false")
        await run_once(pool, job)
        await sql.execute("UPDATE broker_watch SET connected = false")
        await run_once(pool, job)
        details = await sql.fetch("SELECT detail FROM alert WHERE kind = 'blind'")
        assert [row["detail"] for row in details] == [BROKER_AWAY]
        await _well(sql)
        assert await run_once(pool, job) == 0
        assert await sql.fetchval("SELECT detail FROM alert") != BROKER_AWAY
    sql.terminate()


async def test_a_loss_ends_with_its_newest_drop(database: Database) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        job = _job()
        await sql.execute(
            "INSERT INTO broker_drop (since, until, count) VALUES"
            " (now() - interval '6 min', now() - interval '3 min', 7)"
        )
        assert await run_once(pool, job) == 1
        await sql.execute(
            "UPDATE broker_drop SET since = since - interval '58 min',"
            " until = until - interval '58 min'"
        )
        await sql.execute("UPDATE alert SET since = since - interval '58 min'")
        assert await run_once(pool, job) == 0
        lasted = await sql.fetchval("SELECT until - since FROM alert")
        assert lasted == timedelta(minutes=3)
    sql.terminate()


async def test_ended_alerts_of_an_earlier_version_are_put_into_the_past(
    database: Database,
) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        await sql.execute(
            "INSERT INTO alert (kind, cause, since, until, detail) VALUES ('blind', 'ingest',"
            " now() - interval '2 h', now() - interval '1 h', 'No ingest takes readings.')"
        )
        job = _job()
        await run_once(pool, job)
        assert "was collecting" in await sql.fetchval("SELECT detail FROM alert")
        # one that the earlier version closes while this one is already running
        await sql.execute(
            "UPDATE alert SET until = now() - interval '1 min',"
            " detail = 'No ingest takes readings.'"
        )
        await run_once(pool, job)
        assert "was collecting" in await sql.fetchval("SELECT detail FROM alert")
    sql.terminate()


async def test_only_the_worker_that_watches_raises_alerts(database: Database) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        await sql.execute("UPDATE broker_watch SET queued = 5000")
        assert await run_once(pool, _job("worker-1")) == 0
        assert await run_once(pool, _job("worker-0")) == 1
        await sql.execute("UPDATE broker_watch SET queued = 0")
        assert await run_once(pool, _job("worker-1")) == 1
    sql.terminate()


async def test_an_ingest_that_left_is_forgotten_in_time(database: Database) -> None:
    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        await sql.execute(
            "INSERT INTO ingest_instance (instance, started_at, seen_at, state)"
            " SELECT state || age, now(), now() - age * interval '1 day', state"
            " FROM unnest(ARRAY['gone', 'running']) AS state, unnest(ARRAY[6, 8]) AS age"
        )
        await run_once(pool, _job())
        left = await sql.fetch("SELECT instance FROM ingest_instance ORDER BY instance")
        assert [row["instance"] for row in left] == ["gone6", "ingest-0", "running6", "running8"]
    sql.terminate()


async def test_the_balance_of_the_ledger_is_exported(database: Database) -> None:
    """It is 0 while the books balance, and the amount by which they do not."""

    def imbalance() -> list[float | None]:
        name = "isotherm_worker_ledger_imbalance"
        kinds = ("messages", "elements", "rows")
        return [REGISTRY.get_sample_value(name, {"kind": kind}) for kind in kinds]

    sql = await asyncpg.connect(database.superuser)
    async with databases.pool(database.worker) as pool:
        await _well(sql)
        await run_once(pool, _job())
        assert imbalance() == [0, 0, 0]
        await sql.execute(
            "INSERT INTO ledger_difference (kind, hour, expected, found, since, until) VALUES"
            " ('elements', '2026-11-23 10:00Z', 10, 7, now(), NULL),"
            " ('elements', '2026-11-23 11:00Z', 10, 12, now(), NULL),"
            " ('messages', '2026-11-23 10:00Z', 1000, 0, now(), now())"
        )
        await run_once(pool, _job())
        assert imbalance() == [0, 5, 0]
    sql.terminate()
