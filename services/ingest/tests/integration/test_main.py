"""The process: its lines of log, its management port, its end."""

import asyncio
import json

import httpx
from ingest_process import process
from ingest_world import World, until

from isotherm_devstack.host.ports import free_port


async def test_the_process_reports_its_state_and_ends_in_order(world: World) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    async with (
        process(world, log=asyncio.subprocess.PIPE, management_port=port) as child,
        httpx.AsyncClient(trust_env=False) as client,
    ):

        async def ready() -> bool:
            try:
                return (await client.get(f"{url}/readyz")).status_code == 200
            except httpx.TransportError:
                return False

        await until(ready, "readyz")
        await world.send("21.4", "hot")
        await world.counted(1)
        await world.counted(1, "reject")
        metrics = (await client.get(f"{url}/metrics")).text
        child.terminate()
        output, _ = await child.communicate()
        assert child.returncode == 0
    assert 'isotherm_ingest_elements_total{kind="stored"} 1.0' in metrics
    assert 'isotherm_ingest_rejects_total{reason="not_a_number"} 1.0' in metrics
    assert "isotherm_ingest_received_to_stored_seconds_count 1.0" in metrics
    lines = [json.loads(line) for line in output.decode().splitlines()]
    assert {line["service"] for line in lines} == {"ingest"}
    warnings = [line for line in lines if line["level"] == "warning"]
    assert [(line["device"], line["reason"]) for line in warnings] == [("fridge-1", "not_a_number")]


async def test_a_bad_setting_ends_the_start(world: World) -> None:
    async with process(world, log=asyncio.subprocess.PIPE, receive_maximum=65_535) as child:
        output, _ = await child.communicate()
        assert child.returncode == 2
    assert output.decode().startswith("ISOTHERM_RECEIVE_MAXIMUM: ")
    assert output.count(b"\n") == 1
