"""Judge listed readings by their neighbours: suspects may be cleared, jumps become suspect."""

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm_worker import metrics
from isotherm_worker.jobs import Job
from isotherm_worker.sensors.examined import Turn, delete_old
from isotherm_worker.sensors.jumps import mark_jumps
from isotherm_worker.sensors.neighbours import clear_plausible

AT_ONCE = 1_000
"""Readings examined in a run: this many of the newest, and this many of all in turn."""


def judge_suspects(clock: Clock, at_once: int = AT_ONCE) -> Job:
    """Return the job that judges listed readings, and gives up those that have waited too long.

    Its result is the number of readings that were cleared or became suspect.
    """
    turn = Turn(at_once)

    async def run(connection: Connection) -> int:
        nonlocal turn
        following = await turn.read_next(connection)
        jumps = await mark_jumps(connection, turn)
        cleared = await clear_plausible(connection, turn)
        turn = following
        await delete_old(connection, clock.now())
        metrics.SUSPECTS_CLEARED.inc(cleared)
        return jumps + cleared

    return Job("suspects", 10.0, run)
