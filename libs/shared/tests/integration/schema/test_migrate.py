"""The schema is migrated from empty, and agrees with the tables of the code."""

from isotherm.schema import migrate
from isotherm_devstack.testing.database import Databases


async def test_an_empty_database_is_migrated_and_again_without_effect(
    databases: Databases,
) -> None:
    async with databases.empty() as database:
        assert await migrate.current(database.owner) is None
        await migrate.upgrade(database.owner)
        assert await migrate.current(database.owner) == migrate.head()
        await migrate.upgrade(database.owner)
        await migrate.check(database.owner)
