"""A sensor whose readings are corrected through the API and rolled up by worker, and its model."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from history_world import World as Worker
from plain_corrections import meet
from plain_corrections import plain as correct
from plain_statistics import NOW, Row, write

from isotherm.history.corrections import Correction
from isotherm.instants import to_datetime, to_micros, to_ms

MINUTE, QUARTER, DAY = timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1)
CORRECTIONS = "/sensors/s/fridge/corrections"


def on(quarters: float) -> datetime:
    """Return the instant `quarters` of an hour after one that is no full hour, five days ago."""
    return NOW - timedelta(days=5, minutes=7) + QUARTER * quarters


class History:
    """A sensor, what was stored for it, and the corrections that are in force."""

    def __init__(self, api: Any, worker: Worker, sensor: int, stored: dict[int, list[Row]]) -> None:
        self.api, self.worker, self.sensor = api, worker, sensor
        self.stored = stored
        """The readings of each channel; the second one supplies the sensor after `swap`."""
        self.swapped_at = NOW + DAY
        self.active: dict[int, Correction] = {}
        self.is_last = False
        """Whether the step is the last one, which is previewed if it makes a correction."""
        self.previewed: tuple[Correction, Any] | None = None
        """That correction, and what was said of it."""

    async def make(self, kind: Any, begin: float, length: float, how: Any) -> None:
        """Make a correction, if it is possible; the API must say so if it is not."""
        start = min(on(begin), NOW - timedelta(minutes=1))
        end = min(on(begin + length), NOW)
        sent = {"kind": kind, "from": to_ms(start), "to": to_ms(end), "reason": "Drawn"}
        bounds = to_micros(start), to_micros(end)
        new, refused = Correction(kind, *bounds), 0
        if kind == "unit":
            read_as, sent_as = how
            sent |= {"read_as": read_as, "sent_as": sent_as}
            new = Correction(kind, *bounds, read_as=read_as, sent_as=sent_as)
        if kind == "time":
            sent |= {"shift_ms": how // timedelta(milliseconds=1)}
            new = Correction(kind, *bounds, shift=how // timedelta(microseconds=1))
            refused = 422 if end + how > NOW else 0
        if not refused and any(meet(new, correction) for correction in self.active.values()):
            refused = 409
        if self.is_last:
            await self.roll()
            tried = await self.api.ask("ada", f"{CORRECTIONS}/preview", method="POST", json=sent)
            assert tried.status_code == (refused or 200), tried.text
            self.previewed = None if refused else (new, tried.json())
        answer = await self.api.ask("ada", CORRECTIONS, method="POST", json=sent)
        assert answer.status_code == (refused or 201), answer.text
        if not refused:
            self.active[answer.json()["id"]] = new

    async def undo(self, number: int) -> None:
        """Undo one of the corrections in force, if there are some."""
        if self.active:
            which = sorted(self.active)[number % len(self.active)]
            path = f"{CORRECTIONS}/{which}/undo"
            answer = await self.api.ask("ada", path, method="POST", json={})
            assert answer.status_code == 200, answer.text
            del self.active[which]

    async def late(self, rows: Sequence[tuple[int, float]]) -> None:
        """Store some readings late, as ingest does."""
        channel, stored = next(iter(self.stored.items()))
        taken = {row[0] for row in stored}
        new = [(on(step), value, 0) for step, value in rows if on(step) not in taken]
        if new:
            await self.worker.store(channel, new)
            stored += new

    async def swap(self, step: int) -> None:
        """Say that the second channel supplies the sensor since an instant."""
        self.swapped_at = on(step)
        first, second = self.stored
        await self.worker.sql.execute("DELETE FROM installation")
        await self.worker.install(self.sensor, first, None, self.swapped_at)
        await self.worker.install(self.sensor, second, self.swapped_at, None)

    async def roll(self) -> None:
        """Roll up all that is to be rolled up."""
        await self.worker.roll()

    def corrected(self) -> list[Row]:
        """Return the readings as the corrections in force make them."""
        first, second = self.stored.values()
        shown = [row for row in first if row[0] < self.swapped_at]
        shown += [row for row in second if row[0] >= self.swapped_at]
        stored = [(to_micros(at), value, quality) for at, value, quality in shown]
        rows = correct(sorted(stored), list(self.active.values()))
        return [(to_datetime(at), value, int(quality)) for at, value, quality in rows]


async def begin(
    api: Any, world: Any, worker: Worker, drawn: Any, changes: Any, grace: Any, zone: str
) -> Any:
    """Insert a sensor afresh, rolled up; return its id, its history and its limits."""
    await world.connection.execute(
        "TRUNCATE site, device, sensor, channel, installation, limits, reading, latest,"
        " access_grant, dirty, audit CASCADE"
    )
    await world.connection.execute("DELETE FROM state")
    site = await world.site("s", zone)
    sensor, channel = await world.fed(site, "fridge", QUARTER.total_seconds())
    worker.zones = {sensor: ZoneInfo(zone)}
    rows: list[Row] = [
        (on(step), None if quality & 1 else value, quality)
        for step, value, quality in sorted(drawn)
    ]
    other = await world.channel("other", site)
    others: list[Row] = [(on(step) + 2 * MINUTE, 5.5, 0) for step in range(0, 480, 3)]
    await write(world, channel, rows)
    await write(world, other, others)
    limits = sorted(
        (on(since), *bounds, *graced)
        for (since, *bounds), graced in zip(changes, grace or [()] * len(changes), strict=False)
    )
    for entry in limits:
        await world.limits(sensor, *entry)
    await worker.close(NOW)
    history = History(api, worker, sensor, {channel: rows, other: others})
    await history.roll()
    return sensor, history, limits
