"""Learn the interval of sensors from their messages, also if somebody has set one.

The first interval is what the newest messages show, and holds for all time. After that, another
one is learned once a dozen messages contradict it (`mending`), so that a device with occasional
pauses keeps its gaps. What a person has set stays in force; what was learned is kept beside it.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import asyncpg

from isotherm.cadence import DEFAULT_INTERVAL_S, LEAST_MESSAGES
from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.pattern import Pattern, alike, pattern_of, rounded
from isotherm.sensors.messages import load_messages
from isotherm_worker import metrics
from isotherm_worker.jobs import Job
from isotherm_worker.sensors import learned
from isotherm_worker.sensors.looks import Looks
from isotherm_worker.sensors.mending import NEWEST, SAMPLE, Known, Mended, is_doubtful, mend

log = logging.getLogger(__name__)

SENSORS_AT_ONCE = 500
LOOK_BACK = timedelta(days=2)
BUNDLED = timedelta(days=7)
"""How far back messages of several readings are known as such."""
RARE = timedelta(days=60)
"""How far back to look for sensors that report rarely, one reading at a time."""
DEEPER = 10_000
"""How many messages are looked at if the newest ones contradict what was learned."""


class Learner:
    """Learns from the messages of sensors, as one transaction sees them at `now`."""

    def __init__(self, connection: Connection, now: datetime, looks: Looks) -> None:
        self._connection, self._now, self._looks = connection, now, looks

    async def learn(self, sensors: Sequence[asyncpg.Record]) -> int:
        """Learn what the messages of sensors show; return how many intervals were new."""
        ids = [sensor["id"] for sensor in sensors]
        times = await self._load(ids, LOOK_BACK)
        rare = [
            sensor["id"]
            for sensor in sensors
            if _is_rare(sensor, times[sensor["id"]])
            and self._looks.begin(sensor["id"], "rare", self._now)
        ]
        times |= await self._load_rare(rare)
        return sum([await self._learn(sensor, times[sensor["id"]]) for sensor in sensors])

    async def _load_rare(self, sensor_ids: Sequence[int]) -> dict[int, list[datetime]]:
        if not sensor_ids:
            return {}
        bundled = await learned.load_bundled(self._connection, sensor_ids)
        single = [sensor_id for sensor_id in sensor_ids if sensor_id not in bundled]
        return {
            **await self._load(list(bundled), BUNDLED),
            **await self._load(single, RARE),
        }

    async def _load(
        self, sensor_ids: Sequence[int], look_back: timedelta, limit: int = SAMPLE
    ) -> dict[int, list[datetime]]:
        start = self._now - look_back
        return await load_messages(self._connection, sensor_ids, start, self._now, limit)

    async def _learn(self, sensor: asyncpg.Record, times: Sequence[datetime]) -> bool:
        """Learn from a sensor's newest messages; return whether its interval is a new one."""
        pattern = pattern_of(times)
        if pattern is not None and pattern.too_fast:
            return await self._learn_fast(sensor)
        if sensor["learned_s"] is None:
            return pattern is not None and await self._write(sensor, pattern)
        known = _known(sensor)
        mended = mend(times, known)
        if mended is not None or is_doubtful(times, known):
            reason = "doubt" if mended is None else "sample"
            mended = await self._look_deeper(sensor, known, times, reason)
        if mended is not None:
            return await self._mend(sensor, known, mended)
        if pattern is not None and _is_better(pattern, sensor):
            await learned.update_facts(self._connection, sensor["id"], pattern, self._now)
        return False

    async def _look_deeper(
        self, sensor: asyncpg.Record, known: Known, times: Sequence[datetime], reason: str
    ) -> Mended | None:
        if not self._looks.begin(sensor["id"], reason, self._now):
            return None
        more = (await self._load([sensor["id"]], LOOK_BACK, DEEPER))[sensor["id"]]
        until = await learned.load_bundled_until(self._connection, sensor["id"])
        return mend(max(times, more, key=len), replace(known, bundled_until=until))

    async def _mend(self, sensor: asyncpg.Record, known: Known, mended: Mended) -> bool:
        interval_s = mended.pattern.interval_s
        if interval_s is not None and alike(interval_s, known.interval_s):
            await learned.update_facts(self._connection, sensor["id"], mended.pattern, self._now)
            return False
        return await self._write(sensor, mended.pattern, mended.begin)

    async def _learn_fast(self, sensor: asyncpg.Record) -> bool:
        """Learn nothing from a cadence below a second, unless more messages show a burst."""
        if not self._looks.begin(sensor["id"], "fast", self._now):
            return False
        sensor_id = sensor["id"]
        times = (await self._load([sensor_id], LOOK_BACK, DEEPER))[sensor_id]
        pattern = pattern_of(times)
        if pattern is None:
            return False
        if not pattern.too_fast:
            if sensor["learned_s"] is None:
                return await self._write(sensor, pattern)
            mended = mend(times, _known(sensor))
            return mended is not None and await self._mend(sensor, _known(sensor), mended)
        if sensor["learned_s"] is not None and sensor["learned_s"] < 1:
            await learned.forget_interval(self._connection, sensor_id, times[0], DEFAULT_INTERVAL_S)
        await learned.update_facts(self._connection, sensor_id, pattern, self._now)
        return False

    async def _write(
        self, sensor: asyncpg.Record, pattern: Pattern, begin: datetime | None = None
    ) -> bool:
        await learned.update_interval(self._connection, sensor["id"], pattern, begin, self._now)
        self._looks.paid(sensor["id"])
        extra = {"sensor": sensor["name"], "interval_s": rounded(pattern.interval_s or 0)}
        log.info("learned an interval", extra=extra)
        return True


def learn_intervals(clock: Clock, at_once: int = SENSORS_AT_ONCE) -> Job:
    """Return the job that examines `at_once` sensors in turn.

    Its result is the number of sensors whose interval it learned.
    """
    after, looks = 0, Looks()

    async def run(connection: Connection) -> int:
        nonlocal after
        now = clock.now()
        sensors = await learned.load_turn(connection, after, at_once, now)
        after = sensors[-1]["id"] if len(sensors) == at_once else 0
        number = await Learner(connection, now, looks).learn(sensors)
        metrics.INTERVALS_LEARNED.inc(number)
        return number

    return Job("intervals", 10.0, run)


def _is_rare(sensor: asyncpg.Record, times: Sequence[datetime]) -> bool:
    """Return whether a sensor reports too rarely to show its interval within two days."""
    return 0 < len(times) <= (LEAST_MESSAGES - 1 if sensor["learned_s"] is None else NEWEST)


def _known(sensor: asyncpg.Record) -> Known:
    interval_s: float = sensor["learned_s"]
    if sensor["set_s"] is None and sensor["in_force_s"] is not None:
        interval_s = sensor["in_force_s"]
    heartbeat_s = sensor["learned_heartbeat_s"]
    usual_s = interval_s if heartbeat_s is None else sensor["learned_usual_s"]
    return Known(interval_s, usual_s, heartbeat_s)


def _is_better(pattern: Pattern, sensor: asyncpg.Record) -> bool:
    """Return whether more messages show what was learned from fewer, or by another version."""
    if pattern.interval_s is None or not alike(pattern.interval_s, sensor["learned_s"]):
        return False
    if sensor["learned_usual_s"] is None or sensor["learned_usual_s"] < 1:
        return True
    return (
        sensor["learned_heartbeat_s"] is None and pattern.messages >= 2 * sensor["learned_messages"]
    )
