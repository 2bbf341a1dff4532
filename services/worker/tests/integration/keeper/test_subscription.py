"""The pod is ready for devices only while the broker keeps what they publish."""

from pathlib import Path

import httpx
from awaited import until
from keeper_world import keeper_world

from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.testing.database import Database


async def _status(port: int) -> int | None:
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"http://{LOOPBACK}:{port}/readyz")).status_code
    except httpx.TransportError:
        return None


async def _answers(port: int, status: int) -> None:
    """Wait until readyz answers so."""

    async def does() -> bool:
        return await _status(port) == status

    await until(does)


async def test_it_is_ready_with_the_subscription_and_again_after_a_crash(
    database: Database, tmp_path: Path
) -> None:
    port = free_port()
    async with keeper_world(database, tmp_path) as world:
        await world.start_keeper(ISOTHERM_MANAGEMENT_PORT=str(port))
        broker = await world.start_broker()
        await world.logged("prepared a start of the broker")
        await _answers(port, 503)
        await world.subscribe()
        await _answers(port, 200)
        await world.save(broker)
        broker.kill()
        await broker.wait()
        await _answers(port, 503)
        await world.start_broker()
        # ingest is still away: its subscription was restored in the broker's file
        await _answers(port, 200)


async def test_a_lost_volume_is_not_ready_until_ingest_is_back(
    database: Database, tmp_path: Path
) -> None:
    port = free_port()
    async with keeper_world(database, tmp_path) as world:
        await world.start_keeper(ISOTHERM_MANAGEMENT_PORT=str(port))
        broker = await world.start_broker()
        await world.subscribe()
        await _answers(port, 200)
        await broker.stop()
        (world.part.home / "mosquitto.db").unlink()
        await world.start_broker()
        await _answers(port, 503)
        await world.subscribe()
        await _answers(port, 200)
