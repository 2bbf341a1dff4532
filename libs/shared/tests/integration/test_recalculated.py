"""Whoever listens hears once of each recalculated sensor, when the transaction is committed."""

import asyncio

from isotherm.process.connections import connect
from isotherm.recalculated import RECALCULATED, send_recalculated, sensors_of
from isotherm_devstack.testing.database import Database

MANY = [2**31 - 1 - number for number in range(1200)]
"""Ids with as many digits as ids of sensors can have."""


async def test_listeners_hear_once_of_each_sensor_after_the_commit(database: Database) -> None:
    payloads: asyncio.Queue[str] = asyncio.Queue()
    api, worker = await connect(database.api), await connect(database.worker)
    await api.add_listener(RECALCULATED, lambda *told: payloads.put_nowait(str(told[-1])))
    async with worker.transaction():
        await send_recalculated(worker, [])
        await send_recalculated(worker, MANY * 3)
        await api.fetchval("SELECT 1")
        assert payloads.empty()
    await send_recalculated(worker, iter([7]))
    sensor_ids: list[int] = []
    async with asyncio.timeout(60):
        while 7 not in sensor_ids:
            sensor_ids += sensors_of(await payloads.get())
    assert sorted(sensor_ids) == sorted([*MANY, 7])
    for connection in (api, worker):
        await connection.close()
