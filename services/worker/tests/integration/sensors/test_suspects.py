"""Listed readings are judged in turn, and given up after days without a neighbour."""

from datetime import timedelta

from fixed_clock import FixedClock
from stored_readings import AT, MINUTE, SUSPECT, Readings

from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.suspects import judge_suspects


async def test_a_suspect_without_neighbours_is_given_up(readings: Readings) -> None:
    await readings.store(0, 85.0, suspect=True)
    await run_once(readings.pool, judge_suspects(FixedClock(AT + timedelta(days=8))))
    assert await readings.sql.fetchval("SELECT count(*) FROM suspect") == 0
    assert await readings.sql.fetchval("SELECT quality FROM reading") == SUSPECT


async def test_hopeless_suspects_do_not_keep_others_waiting(readings: Readings) -> None:
    hopeless = range(7)
    for minute in (*hopeless, 60):
        await readings.store(minute, 85.0, suspect=True)
    await readings.store(61, 84.0, listed=False)
    job = judge_suspects(FixedClock(AT), at_once=2)
    assert await run_once(readings.pool, job) == 1  # the newest comes first
    # the fifth of the others becomes plausible by a reading that came late
    late = "INSERT INTO reading VALUES ($1, $1, 84.0, $2, 0)"
    await readings.sql.execute(late, AT + 4.5 * MINUTE, readings.channel)
    changed = [await run_once(readings.pool, job) or 0 for _ in range(12)]
    assert sum(changed) == len(hopeless)
