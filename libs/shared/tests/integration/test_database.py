"""The type of a connection includes every connection that a function may be given."""

from isotherm.database import Connection
from isotherm.process.connections import connect, pool
from isotherm_devstack.testing.database import Database


async def test_a_connection_of_its_own_and_one_of_a_pool_are_connections(
    database: Database,
) -> None:
    own = await connect(database.api)
    assert isinstance(own, Connection)
    await own.close()
    async with pool(database.api, size=1) as connections, connections.acquire() as borrowed:
        assert isinstance(borrowed, Connection)
