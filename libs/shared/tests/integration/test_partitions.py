"""The days of a migrated database are read from its catalogue."""

from datetime import date

from isotherm.partitions import partition_of, read_days
from isotherm.process.connections import connect
from isotherm_devstack.testing.database import Database

DAY = date(2019, 3, 4)


async def test_a_day_exists_once_its_partition_is_made(database: Database) -> None:
    connection = await connect(database.worker)
    assert DAY not in await read_days(connection)
    await connection.execute("SELECT make_day($1)", DAY)
    assert DAY in await read_days(connection)
    name = partition_of(DAY)
    assert await connection.fetchval("SELECT to_regclass($1)::text", name) == name
    await connection.close()
