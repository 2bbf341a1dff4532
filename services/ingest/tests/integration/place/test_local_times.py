"""The hour that comes twice, through a real broker and database, long after it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from ingest_world import DEVICE, World, until

from isotherm.quality import Quality

VIENNA = ZoneInfo("Europe/Vienna")


def _set_back() -> datetime:
    """Return when Vienna's clocks were last set back, at least a day ago."""
    day = datetime.now(UTC).replace(hour=1, minute=0, second=0, microsecond=0) - timedelta(days=1)
    while day.month != 10 or day.weekday() != 6 or day.day < 25:
        day -= timedelta(days=1)
    return day


CHANGE = _set_back()


def element(value: float, at: datetime) -> dict[str, object]:
    """Return a reading with its local time."""
    return {"value": value, "time": at.astimezone(VIENNA).replace(tzinfo=None).isoformat()}


async def _send(world: World, messages: Sequence[object]) -> None:
    """Create the channel and set the zone of its device, then send."""
    await world.send("0")
    await world.counted(1)
    await world.sql.execute("UPDATE device SET time_zone = 'Europe/Vienna' WHERE name = $1", DEVICE)
    await world.sql.execute("DELETE FROM reading")
    before = (await world.ledger())["received"]
    await world.send(*map(json.dumps, messages))
    await world.decoded(before + len(messages))


async def _stored(world: World) -> list[tuple[float, datetime, int]]:
    rows = await world.readings()
    return [(row["value"], row["measured_at"], row["quality"]) for row in rows]


@pytest.mark.parametrize("minutes", [10, 25, 60])
@pytest.mark.parametrize("newest_first", [False, True])
async def test_single_messages_lose_nothing_and_those_sent_again_add_nothing(
    world: World, minutes: int, newest_first: bool
) -> None:
    begin = CHANGE - timedelta(hours=4)
    times = [begin + n * timedelta(minutes=minutes) for n in range(8 * 60 // minutes)]
    true = [(float(n), at, 0) for n, at in enumerate(times)]
    sent = [element(value, at) for value, at, _ in (true[::-1] if newest_first else true)]
    again = [
        message
        for n, latest in enumerate(sent)
        for message in [latest, *sent[max(0, n - 1) : n + 1]]
    ]
    async with world.ingest():
        await _send(world, again)
        assert await _stored(world) == true
    ledger = await world.ledger()
    assert ledger["rejected"] == 0
    assert ledger["duplicate"] == len(again) - len(sent)


@pytest.mark.parametrize("size", [2, 7])
@pytest.mark.parametrize("newest_first", [False, True])
async def test_arrays(world: World, size: int, newest_first: bool) -> None:
    begin = CHANGE - timedelta(hours=4)
    times = [begin + n * timedelta(minutes=15) for n in range(32)]
    true = [(float(n), at, 0) for n, at in enumerate(times)]
    sent = [element(value, at) for value, at, _ in (true[::-1] if newest_first else true)]
    arrays = [sent[n : n + size] for n in range(0, len(sent), size)]
    async with world.ingest():
        await _send(world, [copy for array in arrays for copy in (array, array)])
        assert await _stored(world) == true


async def test_what_nothing_tells_apart_is_unsure_and_takes_no_place(world: World) -> None:
    half = CHANGE - timedelta(minutes=30)
    sent = [element(4, half), element(4, half), element(5, half)]
    exact = {"value": 6, "time": half.isoformat()}
    async with world.ingest():
        await _send(world, [*sent, exact, element(6, half)])
        stored = await _stored(world)
    micro = timedelta(microseconds=1)
    unsure = int(Quality.TIME_UNSURE)
    assert stored == [(6, half, 0), (4, half + micro, unsure), (5, half + 2 * micro, unsure)]
    assert (await world.ledger())["duplicate"] == 2


async def test_with_several_instances_the_order_of_messages_is_no_evidence(world: World) -> None:
    times = [CHANGE + n * timedelta(minutes=20) for n in range(-8, 5)]
    true = {float(n): at for n, at in enumerate(times)}
    both = "SELECT count(*) = 2 FROM ingest_instance"
    async with world.ingest(), world.ingest(instance="other"):
        await until(lambda: world.sql.fetchval(both), "both heartbeats")
        await _send(world, [element(value, at) for value, at in true.items()])
        stored = await _stored(world)
    certain = {value: at for value, at, quality in stored if not quality}
    assert {value for value, _, _ in stored} == set(true)
    assert certain.items() <= true.items()
    assert len(certain) == len(true) - 6
