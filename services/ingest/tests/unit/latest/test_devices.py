"""News of devices: only changes wait to be written."""

from typing import cast

import asyncpg
import pytest
from ingest_parts import NOW, SECOND, chunk, columns, message, row

from isotherm_ingest.batch.batch import Batch
from isotherm_ingest.batch.elements import Status
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


async def test_plain_timed_readings_show_once_that_a_clock_is_right() -> None:
    devices = Devices()
    batch = Batch(1, [chunk(message(), message(topic="sensors/other/c", packet_id=2))])
    plain = columns(row(NOW), row(NOW + SECOND, channel_id=2, untimed=True))
    devices.committed(batch, {}, plain)
    _, skews = (await flushed(devices)).written
    assert skews == (["fridge-1"], [None])
    devices.committed(batch, {}, plain)
    assert not devices.waiting


async def test_what_cannot_be_written_waits_behind_newer_news() -> None:
    devices = Devices()
    devices.remember((), {"a": 600_000, "b": None})
    with pytest.raises(OSError, match="away"):
        await devices.flush(cast(asyncpg.Connection, Database(away=True)))
    devices.remember((), {"a": 700_000})
    _, skews = (await flushed(devices)).written
    assert skews == (["a", "b"], [700_000, None])
