"""Streams through ingest and worker: values that are none never count, excursions always do."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import asyncpg
import pytest
import pytest_asyncio
from fixed_clock import FixedClock
from ingest_world import DEVICE, World, noon

from isotherm.process.connections import pool
from isotherm.quality import UNCOUNTED, Quality
from isotherm_devstack.testing import broker as brokers
from isotherm_devstack.testing.database import Databases
from isotherm_ingest.place.no_values import FAULT_VALUES, SUSPECT
from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.suspects import judge_suspects

pytestmark = pytest.mark.xdist_group("corpus")
NONE = sorted({*SUSPECT["C"], *FAULT_VALUES, 85.0})
MARKS = [value for value in NONE if value not in FAULT_VALUES]
FOUR = [4.0, 4.1, 3.9, 4.0]


def _between(values: Sequence[float], calm: Sequence[float]) -> list[float]:
    """Return each value between readings of a calm place."""
    return [reading for n, value in enumerate(values) for reading in (calm[n % len(calm)], value)]


def _slow(low: float, high: float, step: float, marks: Sequence[float]) -> list[float]:
    """Return a slow change, with each mark on the way as a reading of its own."""
    steps = [low + step * n for n in range(round(abs(high - low) / abs(step)) + 1)]
    inside = [mark for mark in marks if min(low, high) < mark < max(low, high)]
    return sorted({*steps, *inside}, reverse=step < 0)


STREAMS: dict[str, tuple[list[float], list[float] | None]] = {
    # what counts; None is all
    "fridge": ([*_between(NONE, FOUR), 4.0], FOUR),
    "warm-and-stays": ([-18.0] * 5 + [20.0] * 20, None),
    "warm-once": ([-18.0, -18.0, 20.0, -18.0], None),
    "hot-once": ([-18.0, -18.0, 60.0, -18.0], None),
    "slow-rise": (_slow(4.0, 130.0, 3.0, MARKS), None),
    "kiln": ([*_slow(20.0, 1300.0, 10.0, MARKS), *_slow(1300.0, 30.0, -10.0, MARKS)], None),
    "ultra-low": ([*_slow(-80.0, -96.0, -1.0, ()), -99.5, -100.0, -97.0, -96.0, -80.0], None),
    "ultra-low-fails": (_slow(-80.0, 25.0, 2.0, MARKS), None),
    "cryogenic": ([-195.8, -196.0, -195.9] * 5 + _slow(-195.0, -120.0, 5.0, MARKS), None),
    "fire": ([4.0] * 5 + [400.0 + n for n in range(20)], None),
    "fire-at-a-mark": ([4.0] * 5 + [300.0, *_slow(310.0, 340.0, 5.0, MARKS)], None),
    "nothing-else": ([999.0] * 10, []),
    "one-jump": ([4.0, 4.0, 327.0, 4.0, 4.0], [4.0] * 4),
    "jumps": ([-80.0, -80.0, 200.0, -79.0, 300.0, -80.0], [-80.0, -80.0, -79.0, -80.0]),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def counting(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, list[float]]]:
    """The values that count in each stream, once all are stored and judged."""
    home = tmp_path_factory.mktemp("streams") / "mosquitto"
    async with brokers.started(home) as broker, databases.migrated() as database:
        sql = await asyncpg.connect(database.superuser)
        world = World(broker, database, sql)
        await broker.add_device(DEVICE)
        async with world.ingest(), world.device() as device:
            sent = 0
            for name, (values, _) in STREAMS.items():
                for n, value in enumerate(values):
                    at = (noon() + n * timedelta(minutes=1)).isoformat()
                    body = json.dumps({"value": value, "time": at})
                    await device.publish(f"sensors/{DEVICE}/{name}", body, qos=1)
                    sent += 1
            await world.counted(sent)
        async with pool(database.worker) as worker:
            job = judge_suspects(FixedClock(noon()))
            while await run_once(worker, job):
                pass
        counted: dict[str, list[float]] = {name: [] for name in STREAMS}
        for row in await world.readings():
            if not row["quality"] & UNCOUNTED:
                counted[row["channel"]].append(row["value"])
            elif row["value"] is not None:
                assert row["quality"] == Quality.SUSPECT
        yield counted
        sql.terminate()


@pytest.mark.parametrize("name", STREAMS)
def test_what_counts_of_a_stream(name: str, counting: dict[str, list[float]]) -> None:
    sent, expected = STREAMS[name]
    if name == "fridge":
        values = counting[name]
        assert len(values) == len(NONE) + 1
        assert sum(values) / len(values) == pytest.approx(4.0, abs=0.01)
    else:
        assert counting[name] == (sent if expected is None else expected)
