"""The SQL of an instant returns exactly that instant."""

from datetime import UTC, datetime

from isotherm.instants import sql_timestamptz, to_micros
from isotherm.process.connections import connect
from isotherm_devstack.testing.database import Database

AT = datetime(2026, 11, 28, 21, 4, 5, 678_901, tzinfo=UTC)


async def test_sql_returns_the_same_instant(database: Database) -> None:
    connection = await connect(database.api)
    for at in (AT, datetime(1969, 7, 20, 20, 17, 40, 1, tzinfo=UTC)):
        instant = await connection.fetchval(
            f"SELECT {sql_timestamptz('$1::bigint')}", to_micros(at)
        )
        assert instant == at
    await connection.close()
