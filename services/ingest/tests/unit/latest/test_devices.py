"""News of devices: only changes wait to be written."""

from typing import cast

import asyncpg
import pytest
from dated_batches import committed, sent
from ingest_parts import NOW, SECOND, message

from isotherm.instants import HOUR, MINUTE
from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Status
from isotherm_ingest.latest.clock_errors import ClockErrors
from isotherm_ingest.latest.devices import Devices


class Database:
    """Stands in for a connection; fails while it is away."""

    def __init__(self, *, away: bool = False) -> None:
        self.away, self.written = away, list[tuple[object, ...]]()

    def transaction(self) -> "Database":
        return self

    async def __aenter__(self) -> None:
        if self.away:
            raise OSError("away")

    async def __aexit__(self, *_: object) -> None:
        pass

    async def execute(self, _statement: str, *arguments: object) -> None:
        self.written.append(arguments)


async def flushed(devices: Devices) -> Database:
    database = Database()
    await devices.flush(cast(asyncpg.Connection, database))
    return database


async def test_the_last_status_of_a_device_is_written() -> None:
    devices = Devices()
    assert not devices.waiting
    statuses = [(message(received_at=NOW + n), Status("a", online=n == 0)) for n in range(2)]
    devices.committed(Batch(1, statuses=[*statuses]), {}, None)
    assert devices.waiting
    connections, _ = (await flushed(devices)).written
    assert connections[:2] == (["a"], ["offline"])
    assert not devices.waiting


async def test_a_small_change_of_a_clock_error_is_not_written() -> None:
    devices = Devices()
    devices.remember((), {"a": 600_000})
    await flushed(devices)
    devices.remember((), {"a": 609_000})
    assert not devices.waiting
    devices.remember((), {"a": 611_000})
    assert devices.waiting
    await flushed(devices)
    devices.remember((), {"a": None})
    assert devices.waiting


async def skews(devices: Devices) -> tuple[object, ...]:
    """Return what is written of clocks: names and errors (ms); empty if nothing waits."""
    if not devices.waiting:
        return ()
    _, written = (await flushed(devices)).written
    return written


async def test_plain_timed_readings_show_once_that_a_clock_is_right() -> None:
    devices = Devices()
    both = sent(0), sent(None, topic="sensors/other/c")
    committed(devices, *both)
    assert await skews(devices) == (["fridge-1"], [None])
    committed(devices, *both)
    assert not devices.waiting


async def test_a_lead_of_half_a_minute_is_written_until_the_clock_is_right() -> None:
    devices = Devices()
    committed(devices, sent(40 * SECOND))
    assert await skews(devices) == (["fridge-1"], [40_000])
    committed(devices, sent(55 * SECOND))  # placed by itself
    assert await skews(devices) == (["fridge-1"], [55_000])
    committed(devices, sent(0, "other"))
    assert await skews(devices) == (["fridge-1"], [None])


async def test_a_constant_lag_is_written_until_the_clock_is_right() -> None:
    devices = Devices()
    for n in range(3):
        assert not devices.waiting
        committed(devices, sent(-5 * MINUTE, received_at=NOW + n * MINUTE))
    assert await skews(devices) == (["fridge-1"], [-300_000])
    for n in range(3, 6):
        committed(devices, sent(-5 * MINUTE, received_at=NOW + n * MINUTE))
        assert not devices.waiting
    committed(devices, sent(-SECOND, received_at=NOW + 6 * MINUTE))
    assert await skews(devices) == (["fridge-1"], [None])


async def test_a_buffer_beside_live_readings_is_no_lag() -> None:
    devices = Devices()
    for n in range(5):
        at = {"received_at": NOW + n * MINUTE}
        committed(devices, sent(-HOUR, **at), sent(0, "other", **at), sent(-HOUR, "third", **at))
    assert await skews(devices) == (["fridge-1"], [None])


def test_a_batch_with_a_right_time_shows_no_lag() -> None:
    devices, topic = Devices(ClockErrors(lag_shown_after=0)), "sensors/fridge-1/temperature"
    for n, leads in enumerate(([0], [0, -30 * SECOND], [-30 * SECOND], [-30 * SECOND])):
        at = {"received_at": NOW + n * MINUTE}
        committed(devices, *(sent(lead, topic=topic, **at) for lead in leads))
    assert devices._skews == {"fridge-1": None}


async def test_news_during_a_flush_is_compared_with_what_is_written() -> None:
    devices = Devices()
    devices.remember((), {"a": 600_000})

    class Slow(Database):
        async def execute(self, _statement: str, *arguments: object) -> None:
            await super().execute(_statement, *arguments)
            devices.remember((), {"a": None})

    await devices.flush(cast(asyncpg.Connection, Slow()))
    assert await skews(devices) == (["a"], [None])


async def test_waiting_news_that_is_over_is_not_written() -> None:
    devices = Devices()
    devices.remember((), {"a": None})
    await flushed(devices)
    devices.remember((), {"a": 600_000})
    devices.remember((), {"a": None})
    assert await skews(devices) == (["a"], [None])


async def test_what_cannot_be_written_waits_behind_newer_news() -> None:
    devices = Devices()
    devices.remember((), {"a": 600_000, "b": None})
    with pytest.raises(OSError, match="away"):
        await devices.flush(cast(asyncpg.Connection, Database(away=True)))
    devices.remember((), {"a": 700_000})
    _, skews = (await flushed(devices)).written
    assert skews == (["a", "b"], [700_000, None])
