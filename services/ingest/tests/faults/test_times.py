"""Clocks that are wrong, days that have no partition yet, and buffers as large as they may be."""

import json
import time
from functools import partial

from fault_load import DAY_MS, HOUR_MS, Buffers, Load, number_of, together
from fault_sizes import Sizes
from fault_trial import Trial, killed, stopped
from wire import Wire

from isotherm.names import topic
from isotherm.quality import Quality

LARGEST = 10_000
"""Elements a message may have."""


async def test_clocks_ahead_and_behind(
    trial: Trial, devices: tuple[str, ...], sizes: Sizes
) -> None:
    """Everything is delivered twice: the first ingest is killed before its acknowledgements."""
    ahead, far_ahead, behind, reset, *others = devices
    broker, now_ms = trial.world.broker, int(time.time() * 1000)
    size, count = 50, sizes.crash_messages // 150
    share = count * size
    leading = [
        Buffers(ahead, count, size, now_ms + HOUR_MS, right=False),
        Buffers(far_ahead, count, size, now_ms + 40 * DAY_MS, first=share, right=False),
    ]
    trailing = Buffers(behind, count, size, now_ms - 30 * DAY_MS, first=2 * share)
    unset = Buffers(reset, count, size, 365 * 30 * DAY_MS, first=4 * share, right=False)  # in 2000
    sound = Load(others, share, first=3 * share)
    everything = together(*leading, trailing, unset, sound)
    async with Wire(broker.host, broker.port).laid() as wire:
        await trial.subscribed()
        async with trial.ingest(mqtt_port=wire.port) as child:
            await trial.marked()
            wire.hold()
            await trial.publish(everything, 5 * share, sizes.rate)
            await trial.reached(5 * share)
            for buffers in leading:
                await trial.until(partial(_skew, trial, buffers.device), "the skew")
            await killed(child)
            wire.cut()
        async with trial.ingest(mqtt_port=wire.port) as child:
            await trial.verdict(*leading, trailing, unset, sound)
            await stopped(child)
    assert (await trial.world.ledger())["duplicate"] >= 5 * share
    for buffers in leading:
        await _moved(trial, buffers, Quality.CLOCK_AHEAD)
        assert (await _skew(trial, buffers.device) or 0) > HOUR_MS / 2
    await _moved(trial, unset, Quality.CLOCK_UNSET)
    assert await _skew(trial, behind) is None


async def _moved(trial: Trial, buffers: Buffers, quality: Quality) -> None:
    """Assert that each buffer was moved as a whole, and nothing lies after its arrival.

    So many messages at once are a burst: without a time that can be true, they are unsure.
    """
    rows = await trial.world.sql.fetch(
        "SELECT value, quality, measured_at, received_at FROM reading r"
        " JOIN channel c ON c.id = r.channel_id JOIN device d ON d.id = c.device_id"
        " WHERE d.name = $1 ORDER BY value",
        buffers.device,
    )
    assert {row["quality"] & ~Quality.TIME_UNSURE for row in rows} == {quality}
    leads: dict[int, list[float]] = {}
    for row in rows:
        number = number_of(row["value"])
        lead = buffers.said_ms(number) - row["measured_at"].timestamp() * 1000
        leads.setdefault((number - buffers.first) // buffers.size, []).append(lead)
        assert (row["measured_at"] - row["received_at"]).total_seconds() < 0.001
    assert all(max(buffer) - min(buffer) < 1 for buffer in leads.values())


async def _skew(trial: Trial, device: str) -> int | None:
    skew_ms: int | None = await trial.world.sql.fetchval(
        "SELECT clock_skew_ms FROM device WHERE name = $1", device
    )
    return skew_ms


async def test_missing_days_while_an_export_runs(
    trial: Trial, devices: tuple[str, ...], sizes: Sizes
) -> None:
    """A long-running snapshot holds up neither new days nor other readings, and sees none of
    them."""
    before = Load(devices, 2_000)
    late = Load(devices[:2], 2_000, first=2_000, timed=True, days=sizes.missing_days)
    live = Load(devices[2:], sizes.export_messages, first=4_000)
    await trial.subscribed()
    async with trial.ingest() as child:
        await trial.publish(before.messages(), before.count, sizes.rate)
        await trial.reached(before.count)
        sql = trial.world.sql
        days = await sql.fetchval(_DAYS)
        export = await trial.another()
        try:
            async with export.transaction(isolation="repeatable_read", readonly=True):
                seen = await export.fetchval("SELECT count(*) FROM reading")
                cursor = await export.cursor("SELECT value FROM reading ORDER BY measured_at")
                exported = await cursor.fetch(10)
                await trial.publish(together(late, live), late.count + live.count, sizes.rate)
                await trial.verdict(before, late, live)
                exported += await cursor.fetch(10 * seen)
                assert len(exported) == seen
        finally:
            await export.close()
        await stopped(child)
    assert await sql.fetchval(_DAYS) >= days + sizes.missing_days


_DAYS = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'reading'::regclass"


async def test_largest_buffers(trial: Trial, devices: tuple[str, ...], sizes: Sizes) -> None:
    """The largest arrays beside single numbers; an array with one element more is refused."""
    hoarder, excessive, *others = devices
    now_ms = int(time.time() * 1000)
    buffers = Buffers(hoarder, sizes.buffers, LARGEST, now_ms)
    live = Load(others, 5_000, first=buffers.readings)
    too_many = json.dumps([{"value": 1}] * (LARGEST + 1)).encode()
    messages = together(buffers, live) | {excessive: [(topic(excessive, "buffered"), too_many)]}
    trial.refused = 1
    await trial.subscribed()
    async with trial.ingest() as child:
        await trial.publish(messages, buffers.readings + live.count + 1, sizes.rate)
        await trial.verdict(buffers, live)
        await stopped(child)
