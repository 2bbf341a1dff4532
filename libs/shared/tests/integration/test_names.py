"""Names of devices and channels, as the database checks them."""

from itertools import product

import asyncpg

from isotherm.names import is_device_name
from isotherm.process.connections import connect
from isotherm.schema import migrate
from isotherm_devstack.testing.database import Database, Databases


async def test_the_database_and_the_code_agree_on_names(database: Database) -> None:
    owner = await connect(database.owner)
    try:
        words = ("".join(word) for size in range(4) for word in product(".a/", repeat=size))
        device = await owner.fetchval("INSERT INTO device (name) VALUES ('d') RETURNING id")
        for name in (*words, "x" * 64, "x" * 65, "." * 65, "A.b_c-9", "a b", "ä", "a\n", "..\n"):
            for insert, *values in (
                ("INSERT INTO device (name) VALUES ($1)", name),
                ("INSERT INTO channel (device_id, name) VALUES ($2, $1)", name, device),
            ):
                valid = True
                try:
                    await owner.execute(insert, *values)
                except asyncpg.CheckViolationError:
                    valid = False
                assert valid == is_device_name(name), name
    finally:
        await owner.close()


async def test_a_channel_that_no_client_can_address_gets_a_name(databases: Databases) -> None:
    """Its readings stay, and can be installed."""
    async with databases.empty() as database:
        await migrate.upgrade(database.owner, "0011")
        owner = await connect(database.owner)
        try:
            propose = "SELECT id FROM propose_channels($1::text[], $2::text[]) ORDER BY id"
            devices, channels = ["d", "d", "..", "."], [".", "..", "c", "..."]
            ids = [row["id"] for row in await owner.fetch(propose, devices, channels)]
            await migrate.upgrade(database.owner)
            rows = await owner.fetch(
                "SELECT d.name AS device, c.name AS channel FROM channel c"
                " JOIN device d ON d.id = c.device_id WHERE c.id = ANY($1) ORDER BY c.id",
                ids,
            )
            assert len(rows) == 4
            assert all(is_device_name(name) for row in rows for name in row)
            # an ingest of an earlier version proposes them still, and must be able to go on
            assert await owner.fetch(propose, devices, channels) == []
            assert len(await owner.fetch(propose, ["d", "d", "."], ["..", "new", "new"])) == 1
        finally:
            await owner.close()
