"""A real broker serves the mounted certificate, also a renewed one, and never a broken one."""

import json
import stat
from pathlib import Path

import asyncpg
from keeper_world import keeper_world

from isotherm_devstack.parts.part import until_ready
from isotherm_devstack.testing.database import Database


async def test_a_renewed_certificate_is_served_and_no_connection_ends(
    database: Database, tmp_path: Path
) -> None:
    async with keeper_world(database, tmp_path, tls=True) as world:
        async with asyncpg.create_pool(database.superuser, min_size=1, max_size=1) as sql:
            await world.register(sql, "fridge")
        version = world.mount(authority="authority")
        await world.start_keeper()
        await world.start_broker()
        await world.serves(version)
        for name in ("tls.crt", "tls.key", "ca.crt"):
            copied = world.copied / name
            assert copied.is_file()
            assert not copied.is_symlink()
            assert stat.S_IMODE(copied.stat().st_mode) == 0o600
        async with world.device("fridge", version) as fridge:
            for _ in range(2):
                renewed = world.mount()
                await world.serves(renewed)
                await fridge.publish("sensors/fridge/t", "1", qos=1)
        assert not (world.copied / "ca.crt").exists()
        metrics = world.keeper_log.read_text()
        assert "PRIVATE" not in metrics


async def test_a_broken_pair_is_told_and_neither_copied_nor_served(
    database: Database, tmp_path: Path
) -> None:
    async with keeper_world(database, tmp_path, tls=True) as world:
        version = world.mount()
        await world.start_keeper()
        broker = await world.start_broker()
        await world.serves(version)
        world.mount(key_of=version)
        await world.logged("tls.key is not the key of tls.crt")
        await world.serves(version)
        broker.kill()
        await broker.wait()
        await world.start_broker()  # a start has the last pair that fits
        await world.serves(version)
        await world.serves(world.mount())
        await world.logged("the mounted certificate is usable")


async def test_without_any_usable_certificate_the_broker_is_not_started(
    database: Database, tmp_path: Path
) -> None:
    async with keeper_world(database, tmp_path, tls=True) as world:
        await world.start_keeper()
        broker = await world.ask()
        await world.logged("there is no certificate with its key, and none was before")
        lines = [json.loads(line) for line in world.keeper_log.read_text().splitlines()]
        assert any("tls.crt cannot be read" in str(line.get("why")) for line in lines)
        version = world.mount()
        await until_ready(world.part, broker)
        await world.serves(version)
