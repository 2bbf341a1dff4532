"""A process measures its event loop and its way to the database, and an outage of it is counted."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from math import isnan

import asyncpg
from prometheus_client import REGISTRY

from isotherm import __version__
from isotherm.process.background import Background
from isotherm.process.vitals import REACHABLE, DatabaseProbe, say_who, watch_loop
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.database import Database

_CUT = """
SELECT bool_and(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE application_name = 'isotherm-test-probe' AND datname = current_database()
"""


def value(name: str, /, **labels: str) -> float:
    sample = REGISTRY.get_sample_value(f"isotherm_process_{name}", labels)
    assert sample is not None, name
    return sample


async def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition of the metrics holds."""
    while True:
        if condition():
            return
        await asyncio.sleep(0.01)


@asynccontextmanager
async def probing(dsn: str) -> AsyncIterator[Background]:
    """Probe a database during the block."""
    background = Background()
    probe = DatabaseProbe(dsn, "test", background, every_s=0.01)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(probe.run(), name="probe")
        yield background
        task.cancel()


async def test_a_database_that_answers_is_reachable_and_timed(database: Database) -> None:
    REACHABLE.set(float("nan"))
    before = value("database_round_trip_seconds_count")
    async with probing(database.worker):
        await until(lambda: value("database_round_trip_seconds_count") >= before + 3)
    assert value("database_reachable") == 1


async def test_a_database_that_is_away_is_counted_and_no_round_trip_is_invented() -> None:
    before = value("database_unanswered_total")
    timed = value("database_round_trip_seconds_count")
    dsn = f"postgresql://nobody@127.0.0.1:{free_port()}/isotherm"
    async with probing(dsn) as background:
        await until(lambda: value("database_unanswered_total") >= before + 2)
        assert value("database_reachable") == 0
        assert background.document()["jobs"]["database probe"]["ok"] is False
        assert value("background_failing", name="database probe") == 1
    assert value("database_round_trip_seconds_count") == timed


async def test_after_a_connection_was_cut_another_one_is_probed(database: Database) -> None:
    before = value("database_round_trip_seconds_count")
    async with probing(database.worker):
        await until(lambda: value("database_round_trip_seconds_count") > before)
        superuser = await asyncpg.connect(database.superuser)
        assert await superuser.fetchval(_CUT)
        await superuser.close()
        cut_at = value("database_round_trip_seconds_count")
        await until(lambda: value("database_round_trip_seconds_count") >= cut_at + 3)
    assert value("database_reachable") == 1
    assert value("background_failing", name="database probe") == 0
    assert not isnan(value("background_success_timestamp_seconds", name="database probe"))


async def test_a_blocked_event_loop_shows() -> None:
    name = "event_loop_lag_seconds_sum"
    before, count = value(name), value("event_loop_lag_seconds_count")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(watch_loop(0.01), name="loop")
        await until(lambda: value("event_loop_lag_seconds_count") > count)
        time.sleep(0.3)  # noqa: ASYNC251  to block the loop is the test
        seen = value("event_loop_lag_seconds_count")
        await until(lambda: value("event_loop_lag_seconds_count") > seen)
        task.cancel()
    assert value(name) - before >= 0.25


def test_a_process_says_which_part_and_version_it_is() -> None:
    say_who("worker")
    assert value("info", part="worker", version=__version__) == 1
